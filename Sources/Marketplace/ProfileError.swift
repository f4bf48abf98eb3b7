/// Why a marketplace profile cannot be used, for whoever wrote it.
public enum ProfileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No profile of that name is shipped.
    case unknown(name: String, shipped: [String])
    /// The file is no TOML.
    case syntax(line: Int, column: Int, message: String)
    /// A key is missing, has the wrong type, or is not known.
    case shape(key: String, message: String)
    /// A value that cannot be meant.
    case value(key: String, message: String)

    public var description: String {
        switch self {
        case .unknown(let name, let shipped):
            "no marketplace profile \"\(name)\" is shipped; there is: \(shipped.joined(separator: ", "))"
        case .syntax(let line, let column, let message): "line \(line), column \(column): \(message)"
        case .shape(let key, let message), .value(let key, let message): "\(key): \(message)"
        }
    }
}
