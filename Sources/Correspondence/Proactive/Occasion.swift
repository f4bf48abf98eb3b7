/// What has happened to an order that a campaign tells of.
public enum Occasion: Hashable, Sendable {
    case at(Instant)
    case none(LeftOut)

    static func of(_ campaign: Campaign, _ state: OrderState, _ sight: ProactiveRules.Sight) -> Occasion {
        switch campaign {
        case .outOfStock: outOfStock(state, sight)
        case .cancelled: cancelled(state, sight)
        case .addressProblem: trouble(.addressProblem, state)
        case .deliveryFailed:
            state.facts[.returnedToSender] != nil
                ? trouble(.returnedToSender, state) : trouble(.deliveryFailed, state)
        case .deliveryScheduling: trouble(.appointmentNeeded, state)
        case .partialShipment: partialShipment(state, sight)
        case .lateShipment: lateShipment(state, sight)
        case .trackingStalled: trackingStalled(state)
        case .checkIn: checkIn(state, sight)
        }
    }

    /// The day by which the buyer may count on it: the seller's word, else what a report says beyond the promise.
    public static func newDate(_ state: OrderState, _ delay: Delay?, now: Instant) -> Instant? {
        if let delay { return delay.date.flatMap { $0 > now ? $0 : nil } }
        guard let estimate = state.time(.estimatedDelivery), estimate > now else { return nil }
        guard let promise = state.time(.promisedDelivery) ?? state.time(.promisedShip) else { return nil }
        return estimate > promise ? estimate : nil
    }

    // MARK: What keeps the shop from delivering

    /// The marketplace demands the refund first (domain facts 6).
    private static func outOfStock(_ state: OrderState, _ sight: ProactiveRules.Sight) -> Occasion {
        guard let delay = sight.delay, delay.date == nil else { return .none(.nothingToTell) }
        guard state.time(.shipped) == nil, state.time(.delivered) == nil else { return .none(.settled) }
        guard let refunded = state.time(.refunded) else { return .none(.notRefunded) }
        return .at(refunded)
    }

    /// Only where the seller's own file says that it was the seller.
    private static func cancelled(_ state: OrderState, _ sight: ProactiveRules.Sight) -> Occasion {
        guard let time = state.time(.cancelled), state.text(.cancelledBy) == "seller" else {
            return .none(.nothingToTell)
        }
        let wishes = [state.facts[.cancellationRequested], state.facts[.cancelWanted]].compactMap(\.self)
        if !wishes.isEmpty || state.time(.shipped) != nil { return .none(.settled) }
        // Told as out of stock, once the refund is on record.
        if let delay = sight.delay, delay.date == nil { return .none(.weightier) }
        return .at(time)
    }

    private static func lateShipment(_ state: OrderState, _ sight: ProactiveRules.Sight) -> Occasion {
        guard let promised = state.time(.promisedShip) else { return .none(.nothingToTell) }
        guard isOpen(state), state.facts[.shipped] == nil else { return .none(.settled) }
        guard newDate(state, sight.delay, now: sight.now) != nil else { return .none(.noNewDate) }
        return .at(promised)
    }

    private static func partialShipment(_ state: OrderState, _ sight: ProactiveRules.Sight) -> Occasion {
        guard let time = state.time(.partlyShipped) else { return .none(.nothingToTell) }
        guard isOpen(state) else { return .none(.settled) }
        guard newDate(state, sight.delay, now: sight.now) != nil else { return .none(.noNewDate) }
        return .at(time)
    }

    // MARK: What the carrier tells

    private static func trackingStalled(_ state: OrderState) -> Occasion {
        guard state.time(.shipped) != nil, let seen = state.time(.trackingSeen) else { return .none(.nothingToTell) }
        guard isOpen(state), troubles.allSatisfy({ state.facts[$0] == nil }) else { return .none(.settled) }
        return .at(seen)
    }

    /// What the carrier told, unless it was overcome since.
    private static func trouble(_ name: OrderFactName, _ state: OrderState) -> Occasion {
        guard let time = state.time(name) else { return .none(.nothingToTell) }
        return isOpen(state) ? .at(time) : .none(.settled)
    }

    // MARK: Afterwards

    private static func checkIn(_ state: OrderState, _ sight: ProactiveRules.Sight) -> Occasion {
        let spoilt: [OrderFactName] =
            [.cancelled, .cancellationRequested, .refunded, .returnRequested, .returned] + troubles
        if spoilt.contains(where: { state.facts[$0] != nil }) { return .none(.trouble) }
        if isLate(state) { return .none(.late) }
        if let delivered = state.time(.delivered) { return .at(delivered) }
        // An estimate counts for what is on its way.
        guard state.time(.shipped) != nil, let due = state.dueAtBuyer else { return .none(.notDelivered) }
        return .at(due)
    }

    private static func isLate(_ state: OrderState) -> Bool {
        if let delivered = state.time(.delivered), let promised = state.time(.promisedDelivery), delivered > promised {
            return true
        }
        // A status report only tells when it last looked.
        guard let shipped = state.facts[.shipped], OrderPrecedence.hasAuthority(shipped), let time = shipped.time,
            let promised = state.time(.promisedShip)
        else { return false }
        return time > promised
    }

    private static let troubles: [OrderFactName] = [
        .addressProblem, .deliveryFailed, .returnedToSender, .appointmentNeeded,
    ]

    /// Neither at its end nor about to be.
    private static func isOpen(_ state: OrderState) -> Bool {
        let ends: [OrderFactName] = [
            .delivered, .returned, .cancelled, .cancellationRequested, .refunded, .returnRequested,
        ]
        return ends.allSatisfy { state.facts[$0] == nil }
    }
}
