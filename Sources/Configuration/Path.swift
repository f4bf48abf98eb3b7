/// The way to a key: `mailboxes.main.imap`.
struct Path: Hashable {
    var parts: [String]

    static let root = Path(parts: [])

    func appending(_ key: String) -> Path { Path(parts: parts + [key]) }
    var parent: Path? { parts.isEmpty ? nil : Path(parts: parts.dropLast()) }
}

extension Path: CustomStringConvertible {
    /// As TOML writes a dotted key: parts that are not bare keys are quoted.
    var description: String {
        parts.map { part in
            let bare = !part.isEmpty && part.utf8.allSatisfy(LineIndex.isBareKeyByte)
            return bare ? part : "\"\(part)\""
        }.joined(separator: ".")
    }
}
