import Correspondence

extension Configuration {
    /// `[sending]`: how carefully replies go out.
    public struct Sending: Hashable, Sendable {
        /// How an ambiguous send is looked up.
        public internal(set) var confirm: Confirm
        /// What becomes of one that was not found where it had to be.
        public internal(set) var whenUnsure: WhenUnsure
        /// How long a provider may take to file or deliver a copy.
        public internal(set) var settle: Duration
        /// Rows that may be in `sending` at once, each connection.
        public internal(set) var inFlight: Int
        /// Trial: every mail goes to this address instead.
        public internal(set) var divertTo: EmailAddress?
        public internal(set) var markAutomatic: MarkAutomatic
        /// Whether a reply has a simple HTML part beside its text.
        public internal(set) var html: Bool

        public enum Confirm: String, Hashable, Sendable, CaseIterable { case sent, bcc, none }
        public enum WhenUnsure: String, Hashable, Sendable, CaseIterable { case hold, send }

        /// On which mail `Auto-Submitted` (RFC 3834) stands; `unattended`: what no person released.
        public enum MarkAutomatic: String, Hashable, Sendable, CaseIterable { case always, unattended, never }
    }

    /// `[limits]`.
    public struct Limits: Hashable, Sendable {
        public internal(set) var repliesPerBuyerPerDay: Int
        public internal(set) var repliesPerHour: Int
        /// Within 24 hours.
        public internal(set) var repliesPerDay: Int
        /// How many answers a conversation may have had before it goes to a person.
        public internal(set) var escalateAfter: Int
    }
}

extension Configuration.Sending {
    init(_ scope: Scope) {
        confirm = scope.read("confirm", .word()) ?? .sent
        whenUnsure = scope.read("when_unsure", .word()) ?? .hold
        settle = scope.read("settle", .duration(example: "\"2m\"")) ?? .seconds(120)
        inFlight = scope.read("in_flight", .number(1...100, example: 1)) ?? 1
        divertTo = scope.read("divert_to", .addressOrNone) ?? nil
        markAutomatic = scope.read("mark_automatic", .word()) ?? .unattended
        html = scope.read("html", .flag) ?? false
    }
}

extension Configuration.Limits {
    /// What the marketplace lets a seller without orders send in a day; with orders it is more (domain facts 1.6).
    static let marketplaceFloor = 600

    init(_ scope: Scope) {
        repliesPerBuyerPerDay = scope.read("replies_per_buyer_per_day", .number(1...1000, example: 3)) ?? 3
        repliesPerHour = scope.read("replies_per_hour", .number(1...100_000, example: 60)) ?? 60
        repliesPerDay = scope.read("replies_per_day", .number(1...1_000_000, example: 600)) ?? Self.marketplaceFloor
        escalateAfter = scope.read("escalate_after", .number(1...1000, example: 3)) ?? 3
    }
}
