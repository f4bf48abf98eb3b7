import Correspondence
import Ledger

/// How fast buyers were answered, as the marketplace counts: late is over 24 hours from the buyer's mail, weekends
/// included (domain facts 2). Of our own replies; those that people wrote elsewhere are not in it.
public struct ResponseTimes: Hashable, Sendable {
    /// How many replies there are.
    public let answers: Int
    /// Those over 24 hours.
    public let late: Int
    /// Those past the seller's own deadline.
    public let outsideWindow: Int
    /// `nil` where there are none.
    public let average: Duration?
    public let longest: Duration?

    public init(_ answered: [AnsweredMail]) {
        let waits = answered.map { $0.sentAt - $0.clockStart }
        answers = answered.count
        late = waits.count { $0 > Self.marketplaceClock }
        outsideWindow = answered.count { $0.sentAt > $0.deadline }
        average = waits.isEmpty ? nil : .milliseconds(waits.map(\.inMilliseconds).reduce(0, +) / Int64(waits.count))
        longest = waits.max()
    }

    static let marketplaceClock = Duration.seconds(24 * 3600)
}
