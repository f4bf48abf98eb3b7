import Configuration
import Correspondence
import Foundation
import Ledger
import MIME
import Marketplace
import Templates
import Transport

/// Makes the finished mail of one outbox row: template, guidelines, MIME. No I/O.
struct ReplyComposer {
    let context: MailboxContext
    /// What the mail says of the time: its Date, and the dates that it promises.
    let now: Instant
    /// What is known of the order that it is about.
    let order: KnownOrder?
    let attachments: [OutgoingMail.File]

    init(
        context: MailboxContext, order: KnownOrder? = nil, attachments: [OutgoingMail.File] = [], now: Instant? = nil
    ) {
        self.context = context
        self.order = order
        self.attachments = attachments
        self.now = now ?? context.clock.now
    }

    private func values(_ reply: Reply, _ mail: StoredMessage) -> [TemplateVariable: String] {
        var values = TemplateValues.of(
            reply, mail, context.settings, order: order, orders: context.configuration.orders,
            seller: context.templates.facts, now: now)
        if reply.campaign != nil, let order {
            let delay = context.lists.current().delays.delay(of: order)
            values[.newDate] = Occasion.newDate(order.state, delay, now: now)
                .map { TemplateValues.date($0, reply, context.settings) }
            values[.reason] = delay?.reasons[reply.language]
        }
        return values
    }

    func prepare(_ reply: Reply, to mail: StoredMessage) throws(ReplyRefusal) -> PreparedReply {
        let text = try render(reply, mail)
        try lint(text.own, reply, mail)
        let settings = context.settings
        let messageID = reply.messageID ?? context.ledger.messageID(of: reply, domain: settings.address.domain)
        let receiver = settings.sending.divertTo ?? mail.buyer?.replyTo
        guard let receiver else { throw .noReceiver }
        var outgoing = OutgoingMail(
            from: MIME.Mailbox(name: settings.senderName ?? "", address: settings.address.description),
            to: [MIME.Mailbox(address: receiver.description)],
            subject: try subject(reply, mail), inReplyTo: mail.messageID,
            references: mail.references + [mail.messageID].compactMap { $0 }, date: now.date,
            messageID: messageID, text: text.whole, html: settings.sending.html ? HTMLBody.of(text.whole) : nil,
            attachments: attachments)
        outgoing.headers = headers(reply, messageID, mail)
        do {
            let bytes = try outgoing.compose()
            // In the envelope only: the buyer does not see it.
            let copies = settings.sending.confirm == .bcc ? [settings.address.description] : []
            let recipients = outgoing.recipients + copies
            guard let envelope = Envelope(from: settings.address.description, recipients: recipients) else {
                throw ReplyRefusal.noReceiver
            }
            return PreparedReply(
                messageID: messageID, envelope: envelope, bytes: bytes, promise: promise(text.own, reply, mail))
        } catch let refusal as ReplyRefusal {
            throw refusal
        } catch {
            throw .composition("\(error)")
        }
    }

    /// Until when the text promises an answer; `nil` where it names no day.
    private func promise(_ own: String, _ reply: Reply, _ mail: StoredMessage) -> Instant? {
        let settings = context.settings
        // In a mail that nobody asked for the day is the buyer's to keep.
        guard reply.campaign == nil else { return nil }
        guard let day = values(reply, mail)[.answerBy], own.contains(day) else {
            return nil
        }
        return TemplateValues.promisedUntil(now, settings.rules(reply.kind).window.hours)
    }

    /// `Re:` once, whatever the buyer's client called it.
    static func answer(_ subject: String) -> String {
        subject.range(of: #"^\s*re\s*:"#, options: [.regularExpression, .caseInsensitive]) == nil
            ? "Re: \(subject)" : subject
    }

    private func headers(_ reply: Reply, _ messageID: String, _ mail: StoredMessage) -> [(name: String, value: String)]
    {
        var headers: [(name: String, value: String)] = [(name: "X-Replyd-Reply", value: messageID)]
        let mark =
            switch context.settings.sending.markAutomatic {
            case .always: true
            case .unattended: reply.releasedBy == nil && reply.action != .draft
            case .never: false
            }
        if mark {
            // RFC 3834, 5: a reply, or a mail that a program began.
            let word = reply.campaign == nil ? "auto-replied" : "auto-generated"
            headers.append((name: "Auto-Submitted", value: word))
        }
        if context.settings.sending.divertTo != nil {
            headers.append((name: "X-Replyd-Diverted-From", value: mail.buyer?.replyTo.description ?? ""))
        }
        return headers
    }
}

/// A reply ready for SMTP or for Drafts.
struct PreparedReply: Sendable {
    let messageID: String
    let envelope: Envelope
    let bytes: [UInt8]
    /// Until when it promises an answer.
    let promise: Instant?
}

/// Why a reply cannot be made; it is held for a person with these words.
enum ReplyRefusal: Error, CustomStringConvertible {
    case template(String)
    case guidelines([String])
    case composition(String)
    case noReceiver

    var description: String {
        switch self {
        case .template(let words): "the template could not be rendered: \(words)"
        case .guidelines(let rules): "the guidelines forbid it: \(rules.joined(separator: "; "))"
        case .composition(let words): "the mail could not be composed: \(words)"
        case .noReceiver: "the mail has no address to answer"
        }
    }
}

// MARK: - Text

extension ReplyComposer {
    /// The template's text alone.
    func ownWords(_ reply: Reply, _ mail: StoredMessage) throws(ReplyRefusal) -> String {
        let values = values(reply, mail)
        do {
            return try context.templates.render(reply.template, language: reply.language, values: values)
        } catch {
            throw .template(error.description)
        }
    }

    /// The template's text, and under it the buyer's words.
    private func render(_ reply: Reply, _ mail: StoredMessage) throws(ReplyRefusal) -> (own: String, whole: String) {
        let own = try ownWords(reply, mail)
        return (own, mail.words.isEmpty ? own : "\(own)\n\(Quoting.quote(mail.words))\n")
    }

    /// The buyer's, or the template's where the buyer wrote none.
    private func subject(_ reply: Reply, _ mail: StoredMessage) throws(ReplyRefusal) -> String {
        guard mail.subject.allSatisfy(\.isWhitespace) else { return Self.answer(mail.subject) }
        let values = values(reply, mail)
        do {
            return try context.templates.subject(reply.template, language: reply.language, values: values)
        } catch {
            throw .template(error.description)
        }
    }

    private func lint(_ own: String, _ reply: Reply, _ mail: StoredMessage) throws(ReplyRefusal) {
        // The seller's own return address is the one address that a reply must have.
        var text = own
        if let address = TemplateValues.returnAddress(mail.site, context.settings) {
            text = text.replacingOccurrences(of: address, with: "")
        }
        // A parcel's number may look like one to dial.
        if let tracking = values(reply, mail)[.tracking] { text = text.replacingOccurrences(of: tracking, with: "") }
        let severities = context.configuration.guidelines
        let violations = Guidelines.lint(
            text, order: reply.order?.value, site: mail.site, expectedLanguage: reply.language,
            detect: { WrittenLanguage.of($0).map { Guidelines.Detection(language: $0, isReliable: true) } }
        ).filter { severities.severity(of: $0.rule) == .block }
        if !violations.isEmpty { throw .guidelines(violations.map(\.description)) }
    }
}
