/// How many replies may go out within a time, and when there is room again.
public struct LimitRule: Hashable, Sendable {
    /// As the configuration calls it: `replies_per_hour`.
    public var name: String
    public var most: Int
    public var within: Duration

    public init(_ name: String, most: Int, within: Duration) {
        self.name = name
        self.most = most
        self.within = within
    }

    /// For the log and for people.
    public var words: String { "\(name) = \(most) is reached" }

    /// When each of `count` further replies may go out, in order, given when the last ones did.
    ///
    /// - Parameter sent: in order, at least all within the limit's time before `now`.
    public func room(for count: Int, after sent: [Instant], now: Instant) -> [Instant] {
        var times = Array(sent.filter { $0 > now - within }.suffix(most))
        var room: [Instant] = []
        for _ in 0..<count {
            let next = times.count < most ? now : max(now, times[times.count - most] + within)
            times.append(next)
            room.append(next)
        }
        return room
    }
}
