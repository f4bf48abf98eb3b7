import Correspondence
import Foundation

/// What `status` shows: from the running daemon, or from the store alone.
public struct DaemonStatus: Codable, Sendable, Hashable {
    /// False where no daemon runs and this is what the store alone says.
    public var running: Bool
    public var version: String
    public var store: String
    /// Sending is stopped by `replyd pause`.
    public var paused: Bool
    /// Every mail goes to this address of the seller's instead.
    public var divertedTo: String?
    /// The classifier in force, by its file, date and digest.
    public var model: String?
    public var started: Instant?
    public var mailboxes: [Mailbox]
    /// Replies that are held, with why; the ones nearest to their deadline first.
    public var held: [Waiting]
    /// Replies that will go out by themselves, the next first.
    public var due: [Waiting]
    /// What people have to do beside answering, the nearest end first.
    public var tasks: [Task] = []
    /// What went wrong last.
    public var lastErrors: [String]
    /// As of when the newest report tells of orders.
    public var orderFacts: Instant?

    public struct Mailbox: Codable, Sendable, Hashable {
        public var name: String
        public var address: String
        /// `connected`, `connecting`, `lost`, `refused`; `unknown` from the store alone.
        public var connection: String
        /// For how long there has been no connection; `nil` while there is one.
        public var disconnectedSeconds: Int64?
        public var lastMail: Instant?
        /// Since when, and why, proactive mail is stopped.
        public var proactiveStopped: String?
        /// What is not heard of it, though it is connected.
        public var silent: String?
        public var scheduled: Int
        public var drafted: Int
        public var held: Int
        public var failed: Int
        /// Sends whose outcome nobody knows yet.
        public var ambiguous: Int
        public var overdue: Int
        public var nextDue: Instant?
        /// Our replies of the last seven days.
        public var answers: Int
        /// Of them: those over the marketplace's 24 hours.
        public var late: Int
        /// Seconds from the buyer's mail to our reply.
        public var averageResponse: Int64?
    }

    public struct Task: Codable, Sendable, Hashable {
        public var task: Int64
        public var mailbox: String
        /// `cancellation`, `return_request`, `returned_item`, `claim`, `appeal`, `promise`.
        public var kind: String
        public var order: String?
        public var due: Instant
        /// What is to be done, in words.
        public var step: String
    }

    public struct Waiting: Codable, Sendable, Hashable {
        public var reply: Int64
        public var mailbox: String
        public var kind: String
        public var order: String?
        public var state: String
        public var due: Instant?
        public var deadline: Instant?
        public var reason: String?
    }
}

extension DaemonStatus {
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// For a terminal.
    public func text(now: Instant) -> String {
        var lines = [
            running ? "replyd \(version) runs on \(store)" : "no daemon runs on \(store); this is what the store says"
        ]
        if let started { lines.append("started \(started.iso8601)") }
        if let model { lines.append("model \(model)") }
        if paused { lines.append("PAUSED: nothing is sent until replyd resume") }
        if let divertedTo { lines.append("TRIAL: every mail goes to \(divertedTo) (sending.divert_to)") }
        if let orderFacts { lines.append("orders: the newest facts are of \(Self.distance(orderFacts - now))") }
        for box in mailboxes {
            lines.append("")
            lines.append(
                "\(box.name) <\(box.address)>: \(box.connection)"
                    + (box.disconnectedSeconds.map { " (for \(DurationText.write(.seconds($0))))" } ?? "")
                    + (box.lastMail.map { ", last mail \($0.iso8601)" } ?? ""))
            if let stopped = box.proactiveStopped {
                lines.append("  NO PROACTIVE MAIL until replyd resume --proactive: \(stopped)")
            }
            if let silent = box.silent { lines.append("  SILENT: \(silent)") }
            lines.append(
                "  scheduled \(box.scheduled), drafts \(box.drafted), held \(box.held), failed \(box.failed), "
                    + "ambiguous \(box.ambiguous), overdue \(box.overdue)")
            if let average = box.averageResponse {
                lines.append(
                    "  last 7 days: \(box.answers) replies, \(box.late) later than 24 h, "
                        + "average \(DurationText.write(.seconds(average)))")
            }
            if let next = box.nextDue { lines.append("  next reply \(Self.distance(next - now))") }
        }
        if !due.isEmpty { lines += ["", "Goes out by itself:"] + due.map { line($0, now: now) } }
        if !held.isEmpty { lines += ["", "Waits for a person (replyd release ID):"] + held.map { line($0, now: now) } }
        if !tasks.isEmpty { lines += ["", "To do (replyd release --task ID):"] + tasks.map { line($0, now: now) } }
        if !lastErrors.isEmpty { lines += ["", "Last errors:"] + lastErrors.map { "  \($0)" } }
        return lines.joined(separator: "\n")
    }

    private func line(_ task: Task, now: Instant) -> String {
        "  \(task.task) \(task.mailbox) \(task.kind) \(task.order ?? "-"), due \(Self.distance(task.due - now)): \(task.step)"
    }

    private func line(_ row: Waiting, now: Instant) -> String {
        let deadline = row.deadline.map { ", deadline \(Self.distance($0 - now))" } ?? ""
        let due = row.due.map { " \(Self.distance($0 - now))" } ?? ""
        return "  \(row.reply) \(row.mailbox) \(row.kind) \(row.order ?? "-") \(row.state)\(due)\(deadline)"
            + (row.reason.map { ": \($0)" } ?? "")
    }

    /// `in 3h5m`, `2m ago`.
    static func distance(_ duration: Duration) -> String {
        duration < .zero ? "\(DurationText.write(.zero - duration)) ago" : "in \(DurationText.write(duration))"
    }
}
