import Correspondence

/// What another configuration would change: mails with another action, another time, another template or other words.
public struct SimulationDiff: Encodable, Hashable, Sendable {
    /// The configuration files.
    public var before: String
    public var after: String
    public var counts: Counts
    public var totalsBefore: SimulationTotals.Line
    public var totalsAfter: SimulationTotals.Line
    public var changes: [Change]

    /// A mail counts once for each thing that is different.
    public struct Counts: Encodable, Hashable, Sendable {
        /// Mails with any difference, and those without.
        public var changed = 0
        public var same = 0
        public var action = 0
        public var time = 0
        public var template = 0
        public var words = 0
    }

    public enum Aspect: String, Encodable, Hashable, Sendable { case action, time, template, words }

    public struct Change: Encodable, Hashable, Sendable {
        public var file: String
        public var order: String?
        public var kind: Kind?
        public var changed: [Aspect]
        public var before: Side
        public var after: Side
    }

    /// What would happen to the mail under one of the two.
    public struct Side: Encodable, Hashable, Sendable {
        public var decision: String
        public var outcome: SimulatedMail.Outcome
        public var kind: Kind?
        /// When replyd's reply would have gone out, into Drafts, or been held.
        public var at: Instant?
        /// `de/return`.
        public var template: String?
        public var heldBecause: String?
        public var ownWindow: SimulatedMail.Window

        init(_ mail: SimulatedMail) {
            decision = mail.decision
            outcome = mail.outcome
            kind = mail.kind
            at = mail.reply?.at
            template = mail.reply.map { "\($0.language)/\($0.template)" }
            heldBecause = mail.heldBecause
            ownWindow = mail.ownWindow
        }

        var words: String {
            let what = template.map { "\(outcome.rawValue) \($0)" } ?? outcome.rawValue
            return heldBecause.map { "\(what): \($0)" } ?? what
        }
    }

    /// - Parameters: two simulations of the same mails.
    public init(_ before: SimulationReport, _ after: SimulationReport) {
        self.before = before.configuration
        self.after = after.configuration
        totalsBefore = before.totals.all
        totalsAfter = after.totals.all
        let others = Dictionary(after.mails.map { ($0.file, $0) }, uniquingKeysWith: { first, _ in first })
        var counts = Counts()
        var changes: [Change] = []
        for mail in before.mails {
            guard let other = others[mail.file] else { continue }
            let aspects = Self.aspects(mail, other)
            guard !aspects.isEmpty else {
                counts.same += 1
                continue
            }
            counts.changed += 1
            for aspect in aspects {
                switch aspect {
                case .action: counts.action += 1
                case .time: counts.time += 1
                case .template: counts.template += 1
                case .words: counts.words += 1
                }
            }
            changes.append(
                Change(
                    file: mail.file, order: mail.order ?? other.order, kind: mail.kind ?? other.kind, changed: aspects,
                    before: Side(mail), after: Side(other)))
        }
        self.counts = counts
        self.changes = changes
    }

    private static func aspects(_ a: SimulatedMail, _ b: SimulatedMail) -> [Aspect] {
        var aspects: [Aspect] = []
        if a.decision != b.decision || a.outcome != b.outcome || a.reply?.state != b.reply?.state {
            aspects.append(.action)
        }
        if let first = a.reply, let second = b.reply {
            if first.state == second.state, first.at != second.at { aspects.append(.time) }
            let isSame = first.template == second.template && first.language == second.language
            if !isSame { aspects.append(.template) }
            if isSame, first.text != second.text { aspects.append(.words) }
        }
        return aspects
    }

    /// For a terminal: the counts, then the mails.
    public func text(in report: SimulationReport, most: Int = 100) -> String {
        let clock = LocalClock(report.hours.timeZone)
        func windows(_ line: SimulationTotals.Line) -> String {
            "own window \(line.ownWindow.met) met, \(line.ownWindow.missed) missed; "
                + "24 h \(line.marketplace.met) met, \(line.marketplace.missed) missed"
        }
        var lines = [
            "\(after) instead of \(before): \(counts.changed) mails change, \(counts.same) do not",
            "  other action \(counts.action), other time \(counts.time), other template \(counts.template), "
                + "other words \(counts.words)",
            "  before: \(windows(totalsBefore))", "  after:  \(windows(totalsAfter))",
        ]
        if !changes.isEmpty { lines.append("") }
        for change in changes.prefix(most) {
            let at = { (side: Side) in side.at.map { " at \(clock.minute($0))" } ?? "" }
            lines.append("\(change.file): \(change.changed.map(\.rawValue).joined(separator: ", "))")
            lines.append("  before: \(change.before.words)\(at(change.before))")
            lines.append("  after:  \(change.after.words)\(at(change.after))")
        }
        if changes.count > most { lines.append("and \(changes.count - most) more; --json has all") }
        return lines.joined(separator: "\n")
    }
}
