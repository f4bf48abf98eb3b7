/// One thing that is wrong with a configuration: where, what, and what would be right.
///
/// Prints as `replyd.toml:12: mailboxes.main.imap: … ; …`, the form that editors jump to.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// The file as the caller named it.
    public var file: String
    /// The key, `mailboxes.main.imap`; empty where the file as a whole is meant.
    public var path: String
    /// Counted from 1; `nil` where the place is not known.
    public var line: Int?
    public var problem: String
    /// What to write instead or what to do; never empty.
    public var remedy: String

    public init(file: String, path: String, line: Int?, problem: String, remedy: String) {
        self.file = file
        self.path = path
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }
}

/// Everything that is wrong with a configuration, in the order of its lines. Never empty.
public struct ConfigurationErrors: Error, Hashable, Sendable {
    public var errors: [ConfigurationError]
}

/// What is allowed but probably not meant.
public struct ConfigurationWarning: Hashable, Sendable {
    public var file: String
    public var path: String
    public var line: Int?
    public var problem: String
    public var remedy: String
}

// MARK: - As text

extension ConfigurationError: CustomStringConvertible {
    public var description: String {
        place(file: file, line: line) + (path.isEmpty ? "" : "\(path): ") + "\(problem); \(remedy)"
    }
}

extension ConfigurationErrors: CustomStringConvertible {
    /// One line an error.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

extension ConfigurationWarning: CustomStringConvertible {
    public var description: String {
        place(file: file, line: line) + "warning: " + (path.isEmpty ? "" : "\(path): ") + "\(problem); \(remedy)"
    }
}

private func place(file: String, line: Int?) -> String {
    line.map { "\(file):\($0): " } ?? "\(file): "
}
