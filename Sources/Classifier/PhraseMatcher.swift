/// Finds all phrases of a table in one pass over a text: a trie over words whose edges are words, stems and gaps.
struct PhraseMatcher: Sendable {
    struct Match: Hashable, Sendable {
        var concept: Int
        var tokens: Range<Int>
        var voids: Bool
    }

    private struct Node: Sendable {
        /// The node after a gap that may follow here; -1: none.
        var afterGap: Int32 = -1
        /// The phrases that end here.
        var ends: [(concept: Int32, languages: UInt8, voids: Bool)] = []
    }

    private struct Thread {
        var node: Int
        var start: Int
        var skips: Int
    }

    private static let longestGap = 3

    /// Hashes of words and of stems (with a mark) to symbols.
    private var symbols = HashIndex()
    /// Node and symbol to the next node.
    private var edges = HashIndex()
    private var nodes = [Node()]
    private var symbolCount = 0

    init(_ table: ConceptTable) {
        for phrase in table.phrases { add(phrase) }
    }

    /// All matches, in the order of their ends; phrases of other languages than `languages` are left out.
    func matches(in text: NormalisedText, languages: UInt8) -> [Match] {
        var found: [Match] = []
        var active: [Thread] = []
        var next: [Thread] = []
        var here: [Int] = []
        var sentence = 0
        for (index, token) in text.tokens.enumerated() {
            if token.sentence != sentence {
                sentence = token.sentence
                active.removeAll(keepingCapacity: true)
            }
            readSymbols(of: token, in: text.bytes, into: &here)
            active.append(Thread(node: 0, start: index, skips: 0))
            next.removeAll(keepingCapacity: true)
            for thread in active {
                for symbol in here {
                    guard let target = edges[Self.edge(thread.node, symbol)] else { continue }
                    let node = nodes[target]
                    let start = thread.node == 0 ? index : thread.start
                    for end in node.ends where end.languages & languages != 0 {
                        found.append(
                            Match(concept: Int(end.concept), tokens: start..<index + 1, voids: end.voids))
                    }
                    next.append(Thread(node: target, start: start, skips: 0))
                    if node.afterGap >= 0 {
                        next.append(Thread(node: Int(node.afterGap), start: start, skips: Self.longestGap))
                    }
                }
                if thread.skips > 0 {
                    next.append(Thread(node: thread.node, start: thread.start, skips: thread.skips - 1))
                }
            }
            swap(&active, &next)
        }
        return found
    }

    private func readSymbols(of token: NormalisedText.Token, in bytes: [UInt8], into here: inout [Int]) {
        here.removeAll(keepingCapacity: true)
        var hash = FNV.basis
        for position in token.start..<token.end {
            hash = FNV.add(bytes[position], to: hash)
            if position - token.start >= 1, let stem = symbols[~hash] { here.append(stem) }
        }
        if let word = symbols[hash] { here.append(word) }
    }

    private mutating func add(_ phrase: ConceptTable.Phrase) {
        var node = 0
        for element in phrase.elements {
            switch element {
            case .word(let word): node = step(from: node, FNV.hash(word.utf8))
            case .prefix(let stem): node = step(from: node, ~FNV.hash(stem.utf8))
            case .gap:
                if nodes[node].afterGap < 0 {
                    nodes[node].afterGap = Int32(nodes.count)
                    nodes.append(Node())
                }
                node = Int(nodes[node].afterGap)
            }
        }
        let bit = phrase.language.bit
        if let known = nodes[node].ends.firstIndex(where: {
            $0.concept == Int32(phrase.concept) && $0.voids == phrase.voids
        }) {
            nodes[node].ends[known].languages |= bit
        } else {
            nodes[node].ends.append((Int32(phrase.concept), bit, phrase.voids))
        }
    }

    private mutating func step(from node: Int, _ hash: UInt64) -> Int {
        let symbol: Int
        if let known = symbols[hash] {
            symbol = known
        } else {
            symbol = symbolCount
            symbolCount += 1
            symbols.insert(hash, symbol)
        }
        let key = Self.edge(node, symbol)
        if let known = edges[key] { return known }
        nodes.append(Node())
        edges.insert(key, nodes.count - 1)
        return nodes.count - 1
    }

    private static func edge(_ node: Int, _ symbol: Int) -> UInt64 { UInt64(node) << 32 | UInt64(symbol) }
}
