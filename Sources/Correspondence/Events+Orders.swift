extension Event {
    /// One a file.
    public static func orderImported(at time: Instant, _ file: ImportedFile) -> Event {
        Event(
            .orderImported, at: time,
            [
                "file": .text(file.name), "form": .text(file.form), "rows": .number(Int64(file.rows)),
                "taken": .number(Int64(file.taken)), "rejected": .number(Int64(file.rejected)),
                "orders_new": .number(Int64(file.fresh)), "orders_changed": .number(Int64(file.changed)),
            ])
    }

    /// The seller's command gave no report.
    public static func orderFetchFailed(at time: Instant, command: String, reason: String) -> Event {
        Event(.orderFetchFailed, at: time, ["command": .text(command), "reason": .text(reason)])
    }

    /// A known order is at another stage, or was refunded, claimed or asked back.
    public static func orderChanged(at time: Instant, order: OrderID, from: String, to: String, source: String) -> Event
    {
        Event(
            .orderChanged, at: time, order: order,
            ["from": .text(from), "to": .text(to), "source": .text(source)])
    }
}

/// What became of one report file.
public struct ImportedFile: Hashable, Sendable {
    public var name: String
    public var form: String
    public var rows = 0
    public var taken = 0
    public var rejected = 0
    /// Orders seen for the first time.
    public var fresh = 0
    /// Orders whose state is another than before.
    public var changed = 0

    public init(name: String, form: String) {
        self.name = name
        self.form = form
    }
}
