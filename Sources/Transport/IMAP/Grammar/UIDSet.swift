/// A set of UIDs as ranges, written as IMAP writes it: `1:5,9`. It may be empty; an empty one is never sent.
public struct UIDSet: Hashable, Sendable {
    /// Disjoint, rising, with gaps between.
    public private(set) var ranges: [ClosedRange<UInt32>] = []

    /// The set of these.
    public init(_ uids: some Sequence<UID>) {
        self.init(ranges: uids.map { $0.value...$0.value })
    }

    public init(_ range: ClosedRange<UID>) {
        ranges = [range.lowerBound.value...range.upperBound.value]
    }

    /// Puts ranges (without zero) in order and joins them.
    init(ranges unordered: [ClosedRange<UInt32>]) {
        for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound || range.lowerBound == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    public var isEmpty: Bool { ranges.isEmpty }

    /// How many UIDs, not how many ranges.
    public var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 } }

    public func contains(_ uid: UID) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < uid.value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(uid.value)
    }

    /// What is in this set and not in the other.
    public func subtracting(_ other: UIDSet) -> UIDSet {
        var left: [ClosedRange<UInt32>] = []
        var others = other.ranges[...]
        for range in ranges {
            var next: UInt32? = range.lowerBound
            while let gap = others.first, gap.lowerBound <= range.upperBound, let start = next {
                if gap.upperBound >= start {
                    if gap.lowerBound > start { left.append(start...gap.lowerBound - 1) }
                    next = gap.upperBound < range.upperBound ? gap.upperBound + 1 : nil
                }
                if gap.upperBound > range.upperBound { break }
                others = others.dropFirst()
            }
            if let next { left.append(next...range.upperBound) }
        }
        return UIDSet(ranges: left)
    }

    /// The UIDs, rising. A server's set may have billions: ask `count` first.
    public var uids: some Sequence<UID> { ranges.lazy.flatMap { $0 }.compactMap { UID($0) } }

    /// Parts of at most `length` bytes each when written, for servers that limit a command's line, and of about `span`
    /// UIDs each, where the set is not so large that it can only mean “all”.
    func parts(length: Int = 4000, span: UInt32 = .max) -> [UIDSet] {
        var ranges = ranges
        if count < 100_000_000 {
            ranges = ranges.flatMap { range in
                stride(from: UInt64(range.lowerBound), through: UInt64(range.upperBound), by: Int(span)).map {
                    UInt32($0)...UInt32(min($0 + UInt64(span) - 1, UInt64(range.upperBound)))
                }
            }
        }
        var parts: [UIDSet] = []
        var current: [ClosedRange<UInt32>] = []
        var size = 0
        var held: UInt64 = 0
        for range in ranges {
            let more = UInt64(range.upperBound - range.lowerBound) + 1
            if size + 22 > length || held + more > UInt64(span), !current.isEmpty {
                parts.append(UIDSet(ranges: current))
                current = []
                size = 0
                held = 0
            }
            current.append(range)
            size += 22
            held += more
        }
        if !current.isEmpty { parts.append(UIDSet(ranges: current)) }
        return parts
    }
}

extension UIDSet: CustomStringConvertible {
    public var description: String {
        ranges.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }
            .joined(separator: ",")
    }
}

extension UIDSet: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: UID...) { self.init(elements) }
}
