import Correspondence

/// The counts of a simulation: of all mails that want an answer, and of each kind.
public struct SimulationTotals: Encodable, Hashable, Sendable {
    /// Everything that came in.
    public var mails: Int
    /// Mails that nobody need answer, by what they are.
    public var ignored: [String: Int]
    public var all: Line
    /// By kind, in the order of the kinds; last, where there are such, `none`: what asks for nothing known.
    public var kinds: [Line]
    /// Within how many of the 24-hour windows people alone answered in the past.
    public var peopleAloneMet: Int
    /// What would have been held, by reason, the most frequent first.
    public var held: [Reason]
    /// What would have been said, the most frequent first.
    public var said: [Wording]

    /// One row of the table.
    public struct Line: Encodable, Hashable, Sendable {
        public var kind: String
        public var mails = 0
        public var replyd = 0
        public var person = 0
        public var draft = 0
        public var held = 0
        public var ownWindow = Windows()
        public var marketplace = Windows()
        /// Seconds from the buyer's mail to the answer, the median of those answered; `nil` where none were.
        public var medianSeconds: Int64?
    }

    public struct Windows: Encodable, Hashable, Sendable {
        public var met = 0
        public var missed = 0
        public var open = 0

        mutating func count(_ window: SimulatedMail.Window) {
            switch window {
            case .met: met += 1
            case .missed: missed += 1
            case .open: open += 1
            case .none: break
            }
        }
    }

    public struct Reason: Encodable, Hashable, Sendable {
        /// With `…` for its figures, so that like reasons are one.
        public var reason: String
        public var mails: Int
    }

    public struct Wording: Encodable, Hashable, Sendable {
        public var template: String
        public var language: String
        public var replies: Int
        /// The first of them as it would have read.
        public var example: String
    }

    public init(_ mails: [SimulatedMail]) {
        let wanting = mails.filter(\.wantsAnswer)
        self.mails = mails.count
        ignored = mails.filter { !$0.wantsAnswer }.reduce(into: [:]) { $0[$1.source, default: 0] += 1 }
        all = Self.line("all", wanting)
        let byKind = Dictionary(grouping: wanting, by: \.kind)
        kinds =
            Kind.allCases.map { Self.line($0.rawValue, byKind[$0] ?? []) }
            + (byKind[nil].map { [Self.line("none", $0)] } ?? [])
        peopleAloneMet = wanting.count { mail in
            guard let person = mail.person, let deadline = mail.marketplaceDeadline else { return false }
            return person.at <= deadline
        }
        held = Self.reasons(wanting)
        said = Self.wordings(wanting)
    }

    private static func line(_ kind: String, _ mails: [SimulatedMail]) -> Line {
        var line = Line(kind: kind)
        line.mails = mails.count
        for mail in mails {
            switch mail.outcome {
            case .replyd: line.replyd += 1
            case .person: line.person += 1
            case .draft: line.draft += 1
            case .held: line.held += 1
            case .ignored: break
            }
            line.ownWindow.count(mail.ownWindow)
            line.marketplace.count(mail.marketplace)
        }
        let waits = mails.compactMap { mail in
            mail.answeredAt.map { ($0 - mail.clockStart).inMilliseconds / 1000 }
        }.sorted()
        line.medianSeconds = waits.isEmpty ? nil : waits[waits.count / 2]
        return line
    }

    private static func reasons(_ mails: [SimulatedMail]) -> [Reason] {
        var counts: [String: Int] = [:]
        for mail in mails {
            if let reason = mail.heldBecause { counts[withoutFigures(reason), default: 0] += 1 }
        }
        return counts.map { Reason(reason: $0.key, mails: $0.value) }
            .sorted { ($1.mails, $0.reason) < ($0.mails, $1.reason) }
    }

    private static func wordings(_ mails: [SimulatedMail]) -> [Wording] {
        var found: [String: Wording] = [:]
        for mail in mails {
            guard let reply = mail.reply, let text = reply.text, reply.state == "sent" || reply.state == "drafted"
            else { continue }
            let name = "\(reply.language)/\(reply.template)"
            found[
                name,
                default: Wording(template: reply.template, language: reply.language, replies: 0, example: text)
            ].replies += 1
        }
        return found.values.sorted {
            ($1.replies, $0.language, $0.template) < ($0.replies, $1.language, $1.template)
        }
    }

    /// `confidence 71 % is below 90 %` and `confidence 80 % …` are one reason; so are times and order numbers.
    static func withoutFigures(_ reason: String) -> String {
        reason.split(separator: " ", omittingEmptySubsequences: false)
            .map { word in
                guard word.contains(where: \.isNumber), !word.hasPrefix("A-") else { return String(word) }
                return word.hasSuffix(":") || word.hasSuffix(",") ? "…\(word.suffix(1))" : "…"
            }
            .joined(separator: " ")
    }
}
