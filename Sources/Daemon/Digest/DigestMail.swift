import Correspondence
import Foundation
import Ledger

/// One mail that waits, as a digest shows it.
struct DigestMail: Sendable {
    let mail: StoredMessage
    let reply: Reply?
    let deadline: Instant
    /// The words that say that no answer is wanted.
    let needless: String?
    private let context: MailboxContext
    /// Below it the classifier's word is not taken.
    private let minConfidence: Double
    /// The marketplace's own link for that.
    var link: String?

    init(_ waiting: WaitingMail, _ context: MailboxContext) {
        mail = waiting.mail
        reply = waiting.reply
        let kind = mail.classification?.kind
        let within = kind.map { context.settings.rules($0).window.replyWithin } ?? Policy.marketplaceClock
        deadline = waiting.reply?.deadline ?? waiting.mail.decision.deadline ?? waiting.mail.clockStart + within
        minConfidence = kind.map { context.settings.rules($0).minConfidence } ?? 0
        needless = NoReplyNeeded.words(in: mail.words, mail.classification)
        self.context = context
    }

    /// Nothing answers it by itself.
    var needsPerson: Bool {
        switch reply?.state {
        case .scheduled, .sending: reply?.action == .draft && reply?.releasedBy == nil
        case .drafted, .held, .failed, .bounced, .superseded, .sent, nil: true
        }
    }

    /// The classifier knew no kind, or not well enough.
    var isUnanswerable: Bool {
        guard let classification = mail.classification, classification.matters.isEmpty, needless == nil else {
            return false
        }
        let kind = classification.kind
        return needsPerson && (kind == nil || (kind == .inquiry && classification.confidence < minConfidence))
    }

    func item(_ now: Instant) -> Bulletin.Item {
        var head = mail.subject.isEmpty ? "(no subject)" : Self.short(mail.subject, 120)
        if let order = mail.orderIDs.first?.value, !head.contains(order) { head += ", order \(order)" }
        var lines = [
            "\(Self.distance(deadline - now)) (\(mail.mailbox)\(mail.buyer?.name.map { ", \($0)" } ?? ""))"
        ]
        if let why { lines.append(why) }
        if let reply, needsPerson, canBeReleased { lines.append("replyd release \(reply.id)") }
        if let due = reply?.due, !needsPerson { lines.append("the reply goes out \(Self.distance(due - now))") }
        return Bulletin.Item(
            head: head, lines: lines, quote: Self.short(mail.words, 600), paste: paste(now), link: link)
    }

    /// The reply's own text, where a person may want to send it.
    private func paste(_ now: Instant) -> String {
        guard needsPerson, needless == nil, let reply else { return "" }
        return (try? ReplyComposer(context: context, now: now).ownWords(reply, mail)) ?? ""
    }

    private var canBeReleased: Bool {
        switch reply?.state {
        case .held, .failed, .drafted: needless == nil
        default: false
        }
    }

    private var why: String? {
        switch reply?.state {
        case .held(let reason), .failed(let reason), .bounced(let reason): reason
        case .drafted: "the reply lies in Drafts"
        case .scheduled, .sending: nil
        case .sent, .superseded, nil: mail.decision.reason
        }
    }

    /// `95 minutes left`, `40 minutes late`.
    static func distance(_ duration: Duration) -> String {
        let minutes = duration.inMilliseconds / 60_000
        return minutes < 0 || duration < .zero ? "\(-minutes) minutes late" : "\(minutes) minutes left"
    }

    static func short(_ text: String, _ length: Int) -> String {
        let plain = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return plain.count <= length ? plain : plain.prefix(length) + "…"
    }
}
