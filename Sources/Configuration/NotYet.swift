/// Keys that are part of the contract and whose feature is not built: accepted, checked, and never silently ignored.
///
/// Whoever builds the feature takes its line out.
struct NotYet {
    /// The key's path; `*` stands for any one name. A table stands for all its keys.
    var key: [String]
    /// The only value that asks for the feature; `nil`: any.
    var value: String?

    private init(_ key: String, _ value: String? = nil) {
        self.key = key.split(separator: ".").map(String.init)
        self.value = value
    }

    static let table = [
        NotYet("oauth2")
    ]

    /// Warns of each that stands in the file, at the top or under a mailbox.
    static func warn(of root: [String: Value], _ problems: Problems) {
        walk(.table(root), at: .root, problems)
    }

    private static func walk(_ value: Value, at path: Path, _ problems: Problems) {
        var key = path.parts
        if key.first == "mailboxes" { key.removeFirst(min(2, key.count)) }
        if table.contains(where: { $0.matches(key, value) }) {
            problems.warn(
                path, "accepted, but this version does not act on it", "take it out, or know that nothing happens")
        } else if case .table(let entries) = value {
            for (name, value) in entries { walk(value, at: path.appending(name), problems) }
        }
    }

    private func matches(_ path: [String], _ found: Value) -> Bool {
        guard path.count == key.count, zip(key, path).allSatisfy({ $0 == "*" || $0 == $1 }) else { return false }
        guard let value else { return true }
        switch found {
        case .text(let text): return text == value
        case .flag(let flag): return "\(flag)" == value
        default: return false
        }
    }
}
