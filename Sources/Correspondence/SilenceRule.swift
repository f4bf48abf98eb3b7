/// When a mailbox that is connected has been silent for too long.
public enum SilenceRule {
    /// No longer than this between two signs of life of the connection.
    ///
    /// - Parameter rhythm: how often the server is asked, or asks to be waited for.
    public static func longestWithoutAnswer(rhythm: Duration) -> Duration { rhythm * 2 + .seconds(180) }

    /// How long no mail may come before that is odd: twice the longest pause of the past, at least half a day. `nil` where
    /// there is no rhythm yet.
    ///
    /// - Parameter arrivals: of the last weeks, in order.
    public static func longestWithoutMail(_ arrivals: [Instant]) -> Duration? {
        guard arrivals.count >= fewest else { return nil }
        let pause = zip(arrivals, arrivals.dropFirst()).map { $1 - $0 }.max() ?? .zero
        return max(pause * 2, shortest)
    }

    /// A pause that is never odd.
    public static let shortest = Duration.seconds(12 * 3600)

    private static let fewest = 20
}
