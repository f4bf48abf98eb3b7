import Correspondence
import Foundation

/// Which lines of the log somebody wants to see. What is not said does not matter; of several all must hold.
public struct LogFilter: Sendable {
    /// The marketplace's order number.
    public var order: String?
    /// A part of the buyer's address or conversation, as the log has it.
    public var buyer: String?
    public var kind: String?
    /// An event's name, or its beginning up to a dot: `reply` is every `reply.…`.
    public var event: String?
    public var mailbox: String?
    public var message: String?
    private var since: Instant?
    private var until: Instant?

    public init() {}

    /// - Parameters: a day, which begins at the reader's midnight, or a time with an offset.
    /// - Throws: ``CommandEnd`` where one is neither.
    public mutating func between(_ since: String?, _ until: String?, in zone: TimeZone = .current) throws {
        self.since = try since.map { try SimulationTime.read($0, option: "--since", in: zone) }
        self.until = try until.map { try SimulationTime.read($0, option: "--until", in: zone) }
    }

    func wants(_ record: LogRecord) -> Bool {
        if let since, (record.time ?? .distantPast) < since { return false }
        if let until, (record.time ?? .distantFuture) >= until { return false }
        if let mailbox, record["mailbox"] != mailbox { return false }
        if let kind, record["kind"] != kind { return false }
        if let message, record["message"] != message.trimmingCharacters(in: ["<", ">"]) { return false }
        if let order, !(record["order"] ?? record["orders"] ?? "").contains(order) { return false }
        if let event, let name = record["event"], name != event, !name.hasPrefix(event + ".") { return false }
        guard let buyer else { return true }
        return record.fields.contains { $0.text.contains(buyer) }
    }
}
