import Configuration
import Correspondence
import Foundation
import Ledger
import Templates

/// What is known of a mail's order, as the rules of templates ask for it and as templates say it.
///
/// Facts of a report that is too old say nothing about where an order stands; who dispatches it does not change.
struct TemplateFacts: Sendable {
    let conditions: Set<TemplateCondition>
    let values: [TemplateVariable: String]

    /// - Parameters:
    ///   - ofAnyAge: what is known counts however old it is: the rules of proactive mail have looked at that.
    ///   - date: writes a day as the buyer's language does.
    init(
        _ order: KnownOrder?, of mail: Understanding?, returnDays: Int, orders: Configuration.Orders, now: Instant,
        seller: SellerFacts, language: String, ofAnyAge: Bool = false, date: (Instant) -> String
    ) {
        var conditions: Set<TemplateCondition> = mail?.orderIDs.isEmpty == false ? [.withOrder] : []
        let items = order?.items ?? []
        var values = seller.values(
            skus: Set(items.compactMap(\.sku)),
            asins: Set(mail?.asins.map(\.value) ?? []).union(items.compactMap(\.asin)), language: language)
        switch order?.state.text(.fulfilledBy) ?? orders.fulfilment.rawValue {
        case "amazon": conditions.insert(.fulfilledByAmazon)
        case "merchant": conditions.insert(.fulfilledByMerchant)
        default: break
        }
        if let order, ofAnyAge || now - order.seen <= orders.factsMaxAge {
            let state = order.state
            conditions.formUnion(Self.conditions(state, returnDays: returnDays, now: now))
            values[.items] = Self.items(order.items)
            values[.carrier] = state.text(.carrier)
            values[.tracking] = state.text(.tracking)
            let days: [(TemplateVariable, Instant?)] = [
                (.deliveryDate, state.dueAtBuyer), (.shippedOn, state.time(.shipped)),
                (.deliveredOn, state.time(.delivered)), (.refundedOn, state.time(.refunded)),
            ]
            for (variable, time) in days { values[variable] = time.map(date) }
            if state.time(.delivered) != nil {
                values[.returnUntil] = ReturnWindow.end(of: state, sellersDays: returnDays).map(date)
            }
        }
        self.conditions = conditions
        self.values = values
    }

    private static func conditions(_ state: OrderState, returnDays: Int, now: Instant) -> Set<TemplateCondition> {
        var found: Set<TemplateCondition> = [.orderKnown]
        switch state.stage {
        case .unknown: break
        case .placed: found.insert(.placed)
        case .shipped: found.insert(.shipped)
        case .delivered: found.insert(.delivered)
        case .returned: found.insert(.returned)
        case .cancelled: found.insert(.cancelled)
        }
        let besides: [(OrderFactName, TemplateCondition)] = [
            (.refunded, .refunded), (.claimed, .claimed), (.returnRequested, .returnRequested),
        ]
        for (fact, condition) in besides where state.facts[fact] != nil { found.insert(condition) }
        if let past = state.isPastPromise(at: now) { found.insert(past ? .pastPromise : .beforePromise) }
        // An estimate is no day of delivery: nobody is told that it is too late because of one.
        if state.time(.delivered) != nil {
            switch ReturnWindow.standing(of: state, at: now, sellersDays: returnDays) {
            case .in: found.insert(.inReturnWindow)
            case .out: found.insert(.outOfReturnWindow)
            case .unknown: break
            }
        }
        return found
    }

    /// `2 × A lamp, A shade`; a long list is cut to what a mail can say.
    private static func items(_ items: [OrderItem]) -> String? {
        let named = items.compactMap { item -> String? in
            guard let title = item.title, !title.isEmpty else { return nil }
            let short = title.count > 80 ? title.prefix(79).trimmingCharacters(in: .whitespaces) + "…" : title
            return item.quantity.map { $0 > 1 ? "\($0) × \(short)" : short } ?? short
        }
        return named.isEmpty || named.count > 4 ? nil : named.joined(separator: ", ")
    }
}
