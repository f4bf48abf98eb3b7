/// A command's end with its exit code (contract, design section 8) and what to tell the person.
public struct CommandEnd: Error, CustomStringConvertible, Sendable, Equatable {
    public var description: String { message }

    public let code: Int32
    public let message: String

    /// The thing asked for failed.
    public static func failed(_ message: String) -> CommandEnd { CommandEnd(code: 1, message: message) }
    public static func usage(_ message: String) -> CommandEnd { CommandEnd(code: 64, message: message) }
    /// Nothing starts on half a configuration.
    public static func configuration(_ message: String) -> CommandEnd { CommandEnd(code: 78, message: message) }
}
