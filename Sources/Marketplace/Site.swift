import Foundation

/// One of a marketplace's sites: `amazon.de`.
public struct Site: Hashable, Sendable, Codable {
    /// The domain that its own senders, its relay and its pages lie in.
    public let domain: String
    /// The marketplace's identifier of the site, `A1PA6795UKMFR9`; `nil` where it has none.
    public let id: String?
    /// The language that most of its buyers write, ISO 639-1: where a text is too short to tell.
    public let language: String
    /// The clock that most of its buyers live by, an IANA time zone; `nil`: the seller's own is used.
    public let zone: String?

    public var timeZone: TimeZone? { zone.flatMap { TimeZone(identifier: $0) } }
}
