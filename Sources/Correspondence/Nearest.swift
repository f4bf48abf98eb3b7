/// Finds the name that was probably meant.
public enum Nearest {
    /// The nearest of `candidates` to `word`, or `nil` where none is near: more than a third of it would have to change.
    public static func name(to word: String, among candidates: some Sequence<String>) -> String? {
        let allowed = max(2, word.count / 3)
        let ranked = candidates.map { (distance: distance(word.lowercased(), $0.lowercased()), name: $0) }
        let best = ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return best.flatMap { $0.distance <= allowed && $0.distance < word.count ? $0.name : nil }
    }

    /// Edits that turn `a` into `b`: insertion, removal, exchange, and swap of two neighbours count one each.
    public static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.unicodeScalars)
        let b = Array(b.unicodeScalars)
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var best = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, beforeLast[j - 2] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
