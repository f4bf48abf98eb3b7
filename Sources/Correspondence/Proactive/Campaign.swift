/// An occasion on which the shop writes first (domain facts 6: only what an order needs, and one neutral request).
///
/// In the order of their weight: of several that apply to one order the first is written.
public enum Campaign: String, Codable, Hashable, Sendable, CaseIterable {
    /// It cannot be delivered, and the money is given back already.
    case outOfStock = "out_of_stock"
    /// The seller has cancelled it.
    case cancelled
    /// The carrier cannot deliver to the address.
    case addressProblem = "address_problem"
    /// The carrier could not deliver, or brings it back.
    case deliveryFailed = "delivery_failed"
    /// A heavy delivery needs a day agreed upon.
    case deliveryScheduling = "delivery_scheduling"
    /// A part is on its way.
    case partialShipment = "partial_shipment"
    /// It will be late.
    case lateShipment = "late_shipment"
    /// The carrier has not told anything of the parcel for long.
    case trackingStalled = "tracking_stalled"
    /// Once an order, after delivery: whether all is well.
    case checkIn = "check_in"

    /// The template that is written unless the seller names another.
    public var template: String { rawValue.replacing("_", with: "-") }

    /// What it counts as among the kinds of mail.
    public var kind: Kind { self == .checkIn ? .inquiry : .problem }

    /// After it there is nothing more to say of the order.
    public var isLastWord: Bool { self == .outOfStock || self == .cancelled }

    /// It says when the goods will come: without a new day it would only be an excuse.
    public var needsNewDate: Bool { self == .lateShipment || self == .partialShipment }
}
