import Correspondence

extension Configuration {
    /// `[proactive.…]`: mail that the shop writes first.
    public struct Proactive: Hashable, Sendable {
        public internal(set) var lateShipment: LateShipment
        public internal(set) var checkIn: CheckIn

        /// Telling the buyer that the parcel will be late, before they ask.
        public struct LateShipment: Hashable, Sendable {
            public internal(set) var enabled: Bool
            public internal(set) var action: Action
        }

        /// Asking once per order whether all is well.
        public struct CheckIn: Hashable, Sendable {
            public internal(set) var enabled: Bool
            public internal(set) var afterDelivery: Duration
        }
    }
}

extension Configuration.Proactive {
    init(_ scope: Scope) {
        let late = scope.child("late_shipment")
        lateShipment = LateShipment(
            enabled: late.read("enabled", .flag) ?? false, action: late.read("action", .word()) ?? .draft)
        let checkIn = scope.child("check_in")
        self.checkIn = CheckIn(
            enabled: checkIn.read("enabled", .flag) ?? false,
            afterDelivery: checkIn.read("after_delivery", .duration(example: "\"7d\"")) ?? .seconds(7 * 86_400))
    }
}
