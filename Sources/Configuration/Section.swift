import Correspondence

/// One table of the file while it is read. Remembers which keys were asked for, so that the others are unknown.
final class Section {
    let path: Path
    private let table: [String: Value]
    private let problems: Problems
    private var known: Set<String> = []
    private var children: [String: Section] = [:]

    init(_ table: [String: Value], at path: Path, reportingTo problems: Problems) {
        self.table = table
        self.path = path
        self.problems = problems
    }

    var keys: [String] { table.keys.sorted() }

    func value(_ key: String) -> Value? {
        known.insert(key)
        return table[key]
    }

    /// The table under `key`; `nil` where there is none, with an error where something else stands there.
    func child(_ key: String) -> Section? {
        known.insert(key)
        if let child = children[key] { return child }
        guard let value = table[key] else { return nil }
        let path = path.appending(key)
        guard case .table(let entries) = value else {
            problems.report(path, "is \(value.typeName), not a table", "write [\(path)] and its keys below")
            return nil
        }
        let child = Section(entries, at: path, reportingTo: problems)
        children[key] = child
        return child
    }

    /// Reports every key that nothing asked for, here and below.
    ///
    /// - Parameter top: the keys that may stand at the top, for those that were written too deep.
    func reportUnknownKeys(top: Set<String>? = nil) {
        let top = top ?? known
        for key in keys where !known.contains(key) {
            let path = path.appending(key)
            if top.contains(key) {
                problems.report(path, "stands too deep", "\(key) is for all of replyd: write it at the top of the file")
            } else if let near = Nearest.name(to: key, among: known) {
                problems.report(path, "unknown key", "did you mean \"\(near)\"?")
            } else {
                let place = self.path.parts.isEmpty ? "at the top" : "in [\(self.path)]"
                problems.report(path, "unknown key", "known \(place): \(known.sorted().joined(separator: ", "))")
            }
        }
        for (_, child) in children.sorted(by: { $0.key < $1.key }) { child.reportUnknownKeys(top: top) }
    }
}
