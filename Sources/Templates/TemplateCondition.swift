/// What can be known of a mail's order when a template is chosen; `rules.toml` names these words.
public enum TemplateCondition: String, CaseIterable, Sendable, Hashable {
    case withOrder = "with_order"
    case orderKnown = "order_known"
    case placed, shipped, delivered, cancelled, returned, refunded, claimed
    case returnRequested = "return_requested"
    case beforePromise = "before_promise"
    case pastPromise = "past_promise"
    case inReturnWindow = "in_return_window"
    case outOfReturnWindow = "out_of_return_window"
    case fulfilledByMerchant = "fulfilled_by_merchant"
    case fulfilledByAmazon = "fulfilled_by_amazon"

    public var meaning: String {
        switch self {
        case .withOrder: "the mail names an order"
        case .orderKnown: "a report or a notice has told of the order, not longer ago than `orders.facts_max_age`"
        case .placed: "it is placed and not yet dispatched"
        case .shipped: "it is dispatched and not yet delivered"
        case .delivered: "it is delivered"
        case .cancelled: "it is cancelled"
        case .returned: "the goods are back"
        case .refunded: "money was given back"
        case .claimed: "an A-to-z claim was filed"
        case .returnRequested: "a return was asked for at the marketplace"
        case .beforePromise: "the day by which it was to arrive is still to come"
        case .pastPromise: "that day is over, and it is not delivered"
        case .inReturnWindow: "the day of delivery is known, and it may still be sent back"
        case .outOfReturnWindow: "the day of delivery is known, and the time to send it back is over"
        case .fulfilledByMerchant: "you dispatch it: a report says so, or `orders.fulfilment`"
        case .fulfilledByAmazon: "Amazon dispatches it: a report says so, or `orders.fulfilment`"
        }
    }
}
