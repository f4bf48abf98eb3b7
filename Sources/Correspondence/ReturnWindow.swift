import Foundation

/// Whether an order may still be sent back (domain facts 3).
public enum ReturnWindow {
    public enum Standing: String, Codable, Hashable, Sendable, CaseIterable {
        case `in`, out, unknown
    }

    /// The end of an order's window; `nil` where no delivery is known.
    ///
    /// - Parameter sellersDays: the seller's own window; a shorter one than the marketplace's counts for nothing.
    public static func end(of state: OrderState, sellersDays: Int) -> Instant? {
        guard let delivered = state.time(.delivered) ?? state.dueAtBuyer else { return nil }
        let days = max(sellersDays, marketplaceDays)
        let plain = delivered + .seconds(days * 86_400)
        guard let placed = state.time(.placed), let extended = holidayEnd(placed) else { return plain }
        return max(plain, extended)
    }

    public static func standing(of state: OrderState, at now: Instant, sellersDays: Int) -> Standing {
        end(of: state, sellersDays: sellersDays).map { now <= $0 ? .in : .out } ?? .unknown
    }

    static let marketplaceDays = 30

    /// Bought from (month, day) to, returnable to, that day of the year after: every year since 2023.
    static let holidays = [(from: (11, 1), to: (12, 31), until: (1, 31))]

    private static func holidayEnd(_ placed: Instant) -> Instant? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let day = calendar.dateComponents([.year, .month, .day], from: placed.date)
        guard let year = day.year, let month = day.month, let date = day.day else { return nil }
        guard let row = holidays.first(where: { ($0.from <= (month, date)) && ((month, date) <= $0.to) }) else {
            return nil
        }
        let last = DateComponents(
            year: year + 1, month: row.until.0, day: row.until.1, hour: 23, minute: 59, second: 59)
        return calendar.date(from: last).map { Instant($0) }
    }
}
