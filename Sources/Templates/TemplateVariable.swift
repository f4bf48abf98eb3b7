/// The values that a template may name; the README prints this table.
public enum TemplateVariable: String, CaseIterable, Sendable, Hashable {
    case buyerName = "buyer_name"
    case shopName = "shop_name"
    case orderID = "order_id"
    case siteName = "site_name"
    case answerBy = "answer_by"
    case matter
    case returnAddress = "return_address"
    case returnDays = "return_days"

    public var meaning: String {
        switch self {
        case .buyerName: "the buyer's name as the marketplace gives it; absent where it gives none"
        case .shopName: "`name` of the mailbox; absent where it has none, since a reply must not show an address"
        case .orderID: "the order that the mail is about; absent before an order"
        case .siteName: "the marketplace's site, as people call it"
        case .answerBy: "a date within your `hours`, at least a day ahead, in the buyer's language"
        case .matter: "what the mail is about, in the buyer's language: your question, your return, …"
        case .returnAddress:
            "the return address for the site's country, line by line; absent where `[returns]` has none"
        case .returnDays: "`returns.window_days`"
        }
    }

    public var example: String {
        switch self {
        case .buyerName: "Dana Reyes"
        case .shopName: "Shop Example"
        case .orderID: "111-2233445-6677889"
        case .siteName: "Amazon.de"
        case .answerBy: "8 October 2026"
        case .matter: "your question"
        case .returnAddress: "Shop Example, Lagerstr. 1, 10115 Berlin"
        case .returnDays: "30"
        }
    }
}
