import Foundation

/// A training text with its features counted.
struct Example: Sendable {
    /// By block: feature and how often.
    let blocks: [[(hash: UInt64, count: Int)]]
    private let text: TextShape

    private struct TextShape: Sendable {
        var signs: TextSigns
    }

    init(_ line: TrainingLine, _ lexicon: Lexicon) {
        let reading = TextReading(line.text, hint: nil, lexicon: lexicon)
        blocks = Features.Block.allCases.map { block in
            var counts: [(hash: UInt64, count: Int)] = []
            for hash in reading.features[block].sorted() {
                if counts.last?.hash == hash {
                    counts[counts.count - 1].count += 1
                } else {
                    counts.append((hash, 1))
                }
            }
            return counts
        }
        text = TextShape(
            signs: TextSigns(
                reading.text, knownWords: 0, knownCharacters: 0, languageIsSure: reading.languageIsSure))
    }

    /// The signs to a model that knows only the features with at least their due frequency in `known`.
    func signs(_ vocabulary: Vocabulary, _ known: [Int32]) -> TextSigns {
        var signs = text.signs
        signs.knownWords = vocabulary.knownShare(blocks[0], known, 0)
        signs.knownCharacters = vocabulary.knownShare(blocks[1], known, 1)
        return signs
    }
}

/// The features that occur often enough to be learnt, numbered in the order of their hashes.
struct Vocabulary: Sendable {
    private var numbers = HashIndex()
    private var hashes: [UInt64] = []
    private var idfs: [UInt8] = []
    private let least: [Int]

    var count: Int { hashes.count }

    init(_ examples: [Example], least: [Int]) {
        self.least = least
        for block in Features.Block.allCases {
            var frequency: [UInt64: Int] = [:]
            for example in examples {
                for (hash, _) in example.blocks[block.rawValue] { frequency[hash, default: 0] += 1 }
            }
            for hash in frequency.keys.sorted() {
                guard let found = frequency[hash], found >= least[block.rawValue] else { continue }
                numbers.insert(hash, hashes.count)
                hashes.append(hash)
                let idf = log(Double(examples.count + 1) / Double(found + 1)) + 1
                idfs.append(WeightTable.idfStep(block == .concepts ? 1 : idf))
            }
        }
    }

    /// A text's vector: each block tf-idf of length 1, times its scale.
    func row(_ example: Example) -> [(column: Int, value: Float)] {
        var result: [(column: Int, value: Float)] = []
        for (block, counts) in example.blocks.enumerated() {
            let entries = counts.compactMap { hash, count in
                numbers[hash].map { (column: $0, value: Frequency.value(count) * WeightTable.idf(idfs[$0])) }
            }
            let length = entries.reduce(Float(0)) { $0 + $1.value * $1.value }.squareRoot()
            let scale = length > 0 ? Model.blockScales[block] / length : 0
            result += entries.map { ($0.column, $0.value * scale) }
        }
        return result
    }

    /// In how many of these texts each feature occurs.
    func frequencies(_ examples: [Example], _ rows: [Int]) -> [Int32] {
        var result = [Int32](repeating: 0, count: count)
        for row in rows {
            for block in examples[row].blocks {
                for (hash, _) in block {
                    if let number = numbers[hash] { result[number] += 1 }
                }
            }
        }
        return result
    }

    func knownShare(_ counts: [(hash: UInt64, count: Int)], _ known: [Int32], _ block: Int) -> Double {
        var part = 0
        var whole = 0
        for (hash, count) in counts {
            whole += count
            if let number = numbers[hash], known[number] >= least[block] { part += count }
        }
        return whole == 0 ? 0 : Double(part) / Double(whole)
    }

    func features(_ weights: [SIMD8<Float>]) -> [(hash: UInt64, idf: UInt8, weights: [Float])] {
        hashes.indices.map { index in
            (hashes[index], idfs[index], (0..<WeightTable.labels).map { weights[index][$0] })
        }
    }
}
