extension Event {
    /// The wall clock was set (`by`: `1d` ahead or back), or the machine slept.
    public static func clockChanged(at time: Instant, jump: Duration?, slept: Duration?) -> Event {
        var fields: [String: EventValue] = [:]
        if let jump {
            let back = jump < .zero
            fields["by"] = .text(DurationText.write(back ? .zero - jump : jump))
            fields["direction"] = .text(back ? "back" : "ahead")
        }
        if let slept { fields["slept"] = .text(DurationText.write(slept)) }
        return Event(.clockChanged, at: time, fields)
    }

    /// A mail has just arrived and the server dates it in our future: one of the two clocks is wrong.
    public static func clockDoubtful(at time: Instant, mailbox: String, server: Instant) -> Event {
        Event(
            .clockDoubtful, at: time, mailbox: mailbox,
            ["server_time": .time(server), "ahead_by": .text(DurationText.write(server - time))])
    }
}
