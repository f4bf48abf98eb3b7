import Foundation

/// A trained model: weights of hashed features, and what a score is worth.
struct Model: Sendable {
    /// How much each block counts beside the others.
    static let blockScales: [Float] = [1, 1, 0.3]

    let weights: WeightTable
    /// What each label has without any feature.
    let bias: [Float]
    let calibration: Calibration

    /// What the model makes of a text.
    struct Reading: Sendable {
        /// One margin a label: positive speaks for it.
        var margins: [Double]
        var signs: TextSigns
        /// The length of the word block's vector, for contributions.
        var wordNorm: Float
    }

    func read(_ features: Features, text: NormalisedText, languageIsSure: Bool) -> Reading {
        var margins = bias.map(Double.init)
        var wordNorm: Float = 1
        var known = [0, 0, 0]
        for block in Features.Block.allCases {
            var sums = [Float](repeating: 0, count: WeightTable.labels)
            var norm: Float = 0
            for (slot, count) in counted(features[block], &known[block.rawValue]) {
                let value = Frequency.value(count) * weights.idf(slot)
                norm += value * value
                for label in sums.indices { sums[label] += value * weights.weight(slot, label) }
            }
            guard norm > 0 else { continue }
            let length = norm.squareRoot()
            if block == .words { wordNorm = length }
            let scale = Self.blockScales[block.rawValue] / length
            for label in sums.indices { margins[label] += Double(sums[label] * scale) }
        }
        let signs = TextSigns(
            text, knownWords: share(known[0], features[.words].count),
            knownCharacters: share(known[1], features[.characters].count), languageIsSure: languageIsSure)
        return Reading(margins: margins, signs: signs, wordNorm: wordNorm)
    }

    /// What a word n-gram of the text speaks for a label, against the mean of the others.
    func contribution(_ hash: UInt64, label: Int, norm: Float) -> Double {
        guard let slot = weights.find(hash) else { return 0 }
        let all = (0..<WeightTable.labels).map { weights.weight(slot, $0) }
        let others = (all.reduce(0, +) - all[label]) / Float(WeightTable.labels - 1)
        return Double((all[label] - others) * weights.idf(slot) / norm)
    }

    private func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

    /// The known features with how often they occur, in the order of the table; `known` counts occurrences.
    private func counted(_ hashes: [UInt64], _ known: inout Int) -> [(slot: Int, count: Int)] {
        var slots: [Int32] = []
        slots.reserveCapacity(hashes.count)
        for hash in hashes {
            if let slot = weights.find(hash) { slots.append(Int32(slot)) }
        }
        known = slots.count
        slots.sort()
        var result: [(slot: Int, count: Int)] = []
        result.reserveCapacity(slots.count)
        for slot in slots {
            if result.last?.slot == Int(slot) {
                result[result.count - 1].count += 1
            } else {
                result.append((Int(slot), 1))
            }
        }
        return result
    }
}

/// How much a repeated feature counts: 1 + ln n.
enum Frequency {
    private static let table: [Float] = (0..<64).map { $0 == 0 ? 0 : 1 + Float(log(Double($0))) }

    static func value(_ count: Int) -> Float { count < 64 ? table[count] : 1 + Float(log(Double(count))) }
}

/// Signs, apart from the score, of how well the model knows a text of this sort.
struct TextSigns: Sendable {
    var knownWords: Double
    var knownCharacters: Double
    var length: Double
    var languageIsSure: Bool
    /// No word at all, or hardly one.
    var isEmpty: Bool

    init(_ text: NormalisedText, knownWords: Double, knownCharacters: Double, languageIsSure: Bool) {
        self.knownWords = knownWords
        self.knownCharacters = knownCharacters
        self.languageIsSure = languageIsSure
        length = log(Double(text.tokens.count) + 1)
        isEmpty = text.tokens.count < 2
    }
}
