/// The model's weights: for each known feature how rare it is and what it says of each label, in eight bytes.
///
/// Open-addressed by the feature's hash. A slot is a 16-bit fingerprint, the feature's idf in steps of 1/25 (0: empty
/// slot) and five weights, each the signed square root of the weight in 127 steps of its label's scale: fine near
/// zero, where most weights are.
struct WeightTable: Sendable {
    static let labels = Label.allCases.count
    private static let idfSteps: Float = 25

    private(set) var slots: [UInt64]
    /// The largest weight of each label.
    let scales: [Float]
    private let steps: [Float]

    init(slots: [UInt64], scales: [Float]) {
        self.slots = slots
        self.scales = scales
        steps = scales.flatMap { scale in
            (0..<256).map { raw in
                let step = Float(Int8(truncatingIfNeeded: raw)) / 127
                return step * abs(step) * scale
            }
        }
    }

    /// A table of these features; the capacity leaves a fifth free.
    init(features: [(hash: UInt64, idf: UInt8, weights: [Float])]) {
        let scales = (0..<Self.labels).map { label in
            max(features.reduce(Float(0)) { max($0, abs($1.weights[label])) }, 1e-9)
        }
        var slots = [UInt64](repeating: 0, count: features.count * 5 / 4 + 1)
        for feature in features {
            var word = UInt64(Self.fingerprint(feature.hash)) | UInt64(feature.idf) << 16
            for (label, weight) in feature.weights.enumerated() {
                let step = (abs(weight) / scales[label]).squareRoot() * 127
                let value = Int8(clamping: Int((weight < 0 ? -step : step).rounded()))
                word |= UInt64(UInt8(bitPattern: value)) << UInt64(24 + 8 * label)
            }
            var slot = Self.home(feature.hash, slots.count)
            while slots[slot] != 0 { slot = slot + 1 == slots.count ? 0 : slot + 1 }
            slots[slot] = word
        }
        self.init(slots: slots, scales: scales)
    }

    /// The feature's slot; `nil` where training never saw it often enough.
    @inline(__always)
    func find(_ hash: UInt64) -> Int? {
        let mark = UInt64(Self.fingerprint(hash))
        var slot = Self.home(hash, slots.count)
        while slots[slot] != 0 {
            if slots[slot] & 0xFFFF == mark { return slot }
            slot = slot + 1 == slots.count ? 0 : slot + 1
        }
        return nil
    }

    @inline(__always)
    func idf(_ slot: Int) -> Float { Self.idf(UInt8(truncatingIfNeeded: slots[slot] >> 16)) }

    @inline(__always)
    func weight(_ slot: Int, _ label: Int) -> Float {
        steps[label << 8 | Int(UInt8(truncatingIfNeeded: slots[slot] >> UInt64(24 + 8 * label)))]
    }

    static func idf(_ step: UInt8) -> Float { Float(step) / idfSteps }

    static func idfStep(_ idf: Double) -> UInt8 { UInt8(clamping: max(1, Int((idf * Double(idfSteps)).rounded()))) }

    private static func fingerprint(_ hash: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: mixed(hash)) }

    private static func home(_ hash: UInt64, _ count: Int) -> Int {
        Int(mixed(hash).multipliedFullWidth(by: UInt64(count)).high)
    }

    private static func mixed(_ hash: UInt64) -> UInt64 {
        let folded = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        return folded ^ folded >> 29
    }
}
