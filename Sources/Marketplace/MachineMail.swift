import Correspondence
import MIME

/// Tells mail of machines from mail of people: bounces, automatic replies, lists.
///
/// Machines that follow the standards say so in the header: RFC 3464, RFC 3834, RFC 2369, RFC 2919. For the others
/// there are words, and never a word alone that a person could write as well.
struct MachineMail {
    let mail: Mail
    /// The subject in folded form.
    let subject: String
    /// Whether the subject begins with `Re:` or `Fwd:`: a person answers or passes on.
    let isAnswerOrForward: Bool
    private let sender: String
    private let senderName: String

    init(_ mail: Mail) {
        self.mail = mail
        let folded = Folding.fold(mail.subject)
        subject = folded
        isAnswerOrForward = SubjectForm.withoutPrefixes(mail.subject).words.utf8.count < folded.utf8.count
        let address = mail.from?.address ?? mail.headers.raw("From") ?? ""
        sender = address.prefix { $0 != "@" }.lowercased()
        senderName = Folding.fold(mail.from?.name ?? "")
    }

    // MARK: - What it is

    /// Whether a mail server says of itself that it wrote it, whatever the words are.
    var isServers: Bool {
        mail.report?.type == "delivery-status" && isTopReport || BounceWords.daemons.contains(where: sender.hasPrefix)
    }

    /// What machine wrote it and how one knows; `nil` for mail of people.
    func verdict() -> (recognition: Recognition, because: String)? {
        if let because = isBounce() { return (.bounce(BounceReader(mail).read()), because) }
        if let because = isAutoReply() { return (.autoReply, because) }
        if let because = isList() { return (.list, because) }
        if let because = isGenerated() { return (.autoReply, because) }
        return nil
    }

    /// Why it is an automatic reply; `nil` where it is none.
    ///
    /// The relay hands on what a buyer's machine answers, so this is asked of relayed mail as well; but there the header is
    /// the marketplace's, and makes no buyer's words suspicious.
    func isAutoReply(relayed: Bool = false) -> String? {
        let headers = mail.headers
        if let value = automatic, value.hasPrefix("auto-replied") { return "Auto-Submitted: \(value)" }
        if let report = mail.report, report.type == "disposition-notification", isTopReport {
            return "a receipt (RFC 8098)"
        }
        if let method = mail.calendarMethod, Self.calendarAnswers.contains(method) { return "a calendar's \(method)" }
        if mail.calendarMethod != "request", headers.raw("Content-Class")?.lowercased() == Self.calendarClass {
            return "Content-Class: \(Self.calendarClass)"
        }
        for name in AutoReplyWords.headers {
            if let value = headers.raw(name), !AutoReplyWords.denials.contains(value.lowercased()) {
                return "the header \(name)"
            }
        }
        if let value = precedence, AutoReplyWords.precedences.contains(value) { return "Precedence: \(value)" }
        for (name, value) in AutoReplyWords.telling where headers.raw(name)?.lowercased().holds(value) ?? false {
            return "\(name): \(value)"
        }
        if let because = isChallenge(relayed: relayed) { return because }
        guard !isAnswerOrForward else { return nil }
        if let rest = Self.subjects.rest(of: subject), Self.goesOn(rest) { return "the subject of an automatic reply" }
        if let rest = Self.openSubjects.rest(of: subject), Self.opensAnswer(rest) {
            return "the subject of an automatic reply"
        }
        if !relayed, isSuspicious {
            let beginning = beginning
            if let words = AutoReplyWords.texts.first(where: beginning.holds) { return "its text: \(words)" }
        }
        return nil
    }

    /// Why it is a machine's demand that the sender prove to be a person; `nil` where it is none.
    ///
    /// Of a relayed mail only the subject is left.
    private func isChallenge(relayed: Bool) -> String? {
        if Self.challenges.rest(of: subject) != nil { return "the subject of a challenge to the sender" }
        if relayed { return nil }
        for name in ChallengeWords.headers where mail.headers.contains(name) { return "the header \(name)" }
        if let id = mail.messageID?.lowercased(), let end = ChallengeWords.messageIDs.first(where: id.hasSuffix) {
            return "a Message-ID that ends in \(end)"
        }
        for address in [mail.returnPath, mail.from?.address].compactMap({ $0.flatMap(EmailAddress.init) }) {
            if ChallengeWords.senders.contains(address.local.lowercased())
                || ChallengeWords.domains.contains(where: { DomainName.lies(address.domain, within: $0) })
            {
                return "the sender \(address)"
            }
        }
        let beginning = beginning
        return ChallengeWords.texts.first(where: beginning.hasPrefix).map { "its text: \($0)" }
    }

    private func isBounce() -> String? {
        if let report = mail.report, isTopReport {
            if report.type == "delivery-status" { return "a delivery status report (RFC 3464)" }
            if report.type == "feedback-report" { return "a feedback report (RFC 5965)" }
        }
        if mail.headers.contains("X-Failed-Recipients") { return "the header X-Failed-Recipients" }
        if BounceWords.daemons.contains(where: sender.hasPrefix) { return "the sender \(sender)" }
        if BounceWords.subjectEnds.contains(where: subject.hasSuffix), let words = clearText {
            return "a mail server's subject and text: \(words)"
        }
        let isServer = isNullSender || isKeeper || isNamedServer
        guard isServer || !isAnswerOrForward else { return nil }
        let saysSo =
            Self.bounceSubjects.rest(of: subject) != nil || BounceWords.subjectParts.contains(where: subject.holds)
        if isServer {
            if saysSo { return "a mail server's subject" }
            if let words = clearText { return "a mail server's text: \(words)" }
            // These words alone, people have as well, and machines that answer for people.
            if isNullSender || isKeeper, let words = BounceWords.texts.first(where: beginning.holds),
                isAutoReply() == nil
            {
                return "a mail server's text: \(words)"
            }
        } else if saysSo, let words = clearText {
            return "the subject and text of a mail server: \(words)"
        }
        if beginning.hasPrefix("{"), BounceWords.notificationKeys.contains(where: beginning.holds) {
            return "a sending service's notification"
        }
        return nil
    }

    /// What only a mail server says, where the text begins with it.
    private var clearText: String? { BounceWords.clearTexts.first(where: beginning.holds) }

    private func isList() -> String? {
        for name in ListWords.headers where mail.headers.contains(name) { return "the header \(name)" }
        if let value = precedence, ListWords.precedences.contains(value) { return "Precedence: \(value)" }
        return nil
    }

    /// Mail that a machine wrote of itself; nobody waits for an answer.
    private func isGenerated() -> String? {
        guard let value = automatic, value != "no" else { return nil }
        return "Auto-Submitted: \(value)"
    }

    // MARK: - Signs

    /// The keyword of Auto-Submitted (RFC 3834, section 5) in small letters.
    private var automatic: String? {
        mail.headers.raw("Auto-Submitted").map {
            $0.prefix { $0 != ";" && $0 != "(" && $0 != " " }.lowercased()
        }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private var precedence: String? {
        mail.headers.raw("Precedence").map { $0.lowercased().filter { !$0.isWhitespace } }
    }

    /// The null path of RFC 5321, section 4.5.5, or no sender at all: what machines use so that nothing comes back.
    private var isNullSender: Bool {
        let path = mail.returnPath?.lowercased()
        if let path, path.isEmpty || path.hasPrefix("mailer-daemon") { return true }
        return mail.from.map { $0.address.isEmpty } ?? mail.headers.contains("From")
    }

    /// The first of the text, in folded form: machines come to the point.
    private var beginning: String { Folding.fold(mail.text.utf8.prefix(2_000)) }

    private var isKeeper: Bool { BounceWords.keepers.contains(where: sender.filter(\.isLetter).hasPrefix) }

    private var isNamedServer: Bool { BounceWords.names.contains(where: senderName.hasPrefix) }

    /// Whether the header makes it likely that no person wrote it.
    private var isSuspicious: Bool {
        mail.headers.raw("Return-Path") == "<>" || mail.headers.contains("X-Auto-Response-Suppress")
            || subject.hasPrefix("auto:")
    }

    /// Whether the report is this mail's own, and not that of a mail which a person attached.
    private var isTopReport: Bool {
        if mail.contentType == "multipart/report" { return true }
        let attached = mail.parts.firstIndex { $0.type == "message/rfc822" } ?? mail.parts.endIndex
        let reported = mail.parts.firstIndex { Self.reportTypes.contains($0.type) } ?? mail.parts.endIndex
        return reported < attached || isNullSender || isKeeper || isNamedServer
    }

    /// Whether what follows `Out of office` shows that a machine put it there.
    private static func opensAnswer(_ rest: Substring) -> Bool {
        let rest = rest.drop { $0 == " " || $0 == "!" || $0 == "." }
        guard let first = rest.first else { return true }
        return first == ":" || first == "：" || rest.hasPrefix("re:") || rest.hasPrefix("(re:")
    }

    /// Whether what follows `Automatic reply` can follow it in a machine's subject: `Auto-reply wars` is a person's.
    private static func goesOn(_ rest: Substring) -> Bool {
        let words = rest.drop { $0 == " " }
        guard let first = words.first, first.isASCII, first.isLetter else { return true }
        return words.startIndex > rest.startIndex && AutoReplyWords.links.contains(String(words.prefix { $0.isLetter }))
    }

    private static let subjects = PhrasePrefixes(AutoReplyWords.subjects)
    private static let openSubjects = PhrasePrefixes(AutoReplyWords.openSubjects)
    private static let challenges = PhrasePrefixes(ChallengeWords.subjects)
    private static let bounceSubjects = PhrasePrefixes(BounceWords.subjects)
    /// What Exchange marks its calendar's mails with.
    private static let calendarClass = "urn:content-classes:calendarmessage"
    private static let calendarAnswers: Set<String> = ["reply", "counter", "declinecounter"]
    private static let reportTypes: Set<String> = [
        "message/delivery-status", "message/feedback-report", "message/disposition-notification",
        "message/global-delivery-status",
    ]
}
