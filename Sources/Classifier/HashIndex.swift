/// A table from 64-bit keys to small numbers, open-addressed; built once and then only read.
struct HashIndex: Sendable {
    private var keys: [UInt64]
    private var values: [Int32]
    private var mask: Int
    private(set) var count = 0

    init() {
        keys = Array(repeating: 0, count: 64)
        values = Array(repeating: -1, count: 64)
        mask = 63
    }

    subscript(_ key: UInt64) -> Int? {
        var slot = Self.slot(key) & mask
        while values[slot] >= 0 {
            if keys[slot] == key { return Int(values[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    mutating func insert(_ key: UInt64, _ value: Int) {
        if (count + 1) * 3 > keys.count { grow() }
        var slot = Self.slot(key) & mask
        while values[slot] >= 0 {
            if keys[slot] == key {
                values[slot] = Int32(value)
                return
            }
            slot = (slot + 1) & mask
        }
        keys[slot] = key
        values[slot] = Int32(value)
        count += 1
    }

    private mutating func grow() {
        let old = zip(keys, values).filter { $0.1 >= 0 }
        keys = Array(repeating: 0, count: keys.count * 2)
        values = Array(repeating: -1, count: keys.count)
        mask = keys.count - 1
        count = 0
        for (key, value) in old { insert(key, Int(value)) }
    }

    private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) }
}

/// FNV-1a, 64 bits, the hash of words and n-grams; the model file depends on it.
enum FNV {
    static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    static func hash(_ bytes: some Sequence<UInt8>, from start: UInt64 = basis) -> UInt64 {
        bytes.reduce(start) { add($1, to: $0) }
    }
}
