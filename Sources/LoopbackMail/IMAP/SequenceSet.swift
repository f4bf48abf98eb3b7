/// A set of message numbers as a client writes it: `1,4:7,9:*` (RFC 3501 section 9, sequence-set).
struct SequenceSet: Equatable, Sendable {
    /// Nil stands for `*`, the highest number in the folder.
    private let ranges: [(from: UInt32?, to: UInt32?)]

    init?(_ text: String) {
        var ranges: [(from: UInt32?, to: UInt32?)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count), let first = ends.first, let last = ends.last,
                let from = SequenceSet.number(first), let to = SequenceSet.number(last)
            else { return nil }
            ranges.append((from, to))
        }
        self.ranges = ranges
    }

    /// The numbers meant where `highest` is the folder's highest, in order and without overlap. `n:*` always has the
    /// highest itself, even below n.
    func resolved(highest: UInt32) -> [ClosedRange<UInt32>] {
        let resolved = ranges.map { range in
            let (from, to) = (range.from ?? highest, range.to ?? highest)
            return min(from, to)...max(from, to)
        }
        var merged: [ClosedRange<UInt32>] = []
        for range in resolved.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// As a server writes it, in the shortest form that keeps the order.
    static func text(_ uids: [StoredMessage.UID]) -> String {
        var parts: [String] = []
        var index = 0
        while index < uids.count {
            var end = index
            while end + 1 < uids.count, uids[end + 1] == uids[end].next { end += 1 }
            parts.append(end == index ? "\(uids[index])" : "\(uids[index]):\(uids[end])")
            index = end + 1
        }
        return parts.joined(separator: ",")
    }

    /// A number above zero, `.some(nil)` for `*`, nil for neither.
    private static func number(_ text: Substring) -> UInt32?? {
        if text == "*" { return .some(nil) }
        guard let number = UInt32(text), number > 0 else { return nil }
        return .some(number)
    }

    static func == (one: SequenceSet, other: SequenceSet) -> Bool {
        one.ranges.elementsEqual(other.ranges) { $0.from == $1.from && $0.to == $1.to }
    }
}
