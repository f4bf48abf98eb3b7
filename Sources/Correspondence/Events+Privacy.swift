extension Event {
    /// What is a person's was erased: by wish, or when its time was over. The event says how much, and of nobody.
    public static func privacyForgotten(at time: Instant, _ mails: Int, _ events: Int, because reason: String) -> Event
    {
        Event(
            .privacyForgotten, at: time,
            ["mails": .number(Int64(mails)), "events": .number(Int64(events)), "because": .text(reason)])
    }
}
