/// One command of a client as read from the wire (RFC 3501 section 6).
struct IMAPCommand: Equatable {
    /// What a client says after a command's name.
    enum Value: Equatable {
        /// An unquoted word; `BODY.PEEK[HEADER.FIELDS (DATE FROM)]<0.100>` is one.
        case atom(String)

        /// A quoted string or a literal.
        case string([UInt8])
        case list([Value])

        /// An atom or a string as text, or nil for a list.
        var text: String? {
            switch self {
            case .atom(let text): text
            case .string(let bytes): String(decoding: bytes, as: UTF8.self)
            case .list: nil
            }
        }

        var list: [Value]? {
            if case .list(let values) = self { return values }
            return nil
        }
    }

    let tag: String

    /// In capitals; with `UID ` where the client put it.
    let name: String

    let arguments: [Value]

    /// The command as the log may show it: no secrets, literals as their size.
    var words: String {
        switch name {
        case "LOGIN": (arguments.first?.text ?? "") + " ****"
        case "AUTHENTICATE": (arguments.first?.text ?? "") + (arguments.count > 1 ? " ****" : "")
        default: arguments.map(\.shown).joined(separator: " ")
        }
    }
}

extension IMAPCommand.Value {
    fileprivate var shown: String {
        switch self {
        case .atom(let text): text
        case .string(let bytes):
            bytes.count > 200 ? "{\(bytes.count)}" : "\"\(String(decoding: bytes, as: UTF8.self))\""
        case .list(let values): "(" + values.map(\.shown).joined(separator: " ") + ")"
        }
    }
}

/// Why a command is not carried out; `line` follows the tag.
struct IMAPRefusal: Error, Equatable {
    let line: String

    static func bad(_ text: String) -> IMAPRefusal { IMAPRefusal(line: "BAD " + text) }
    static func no(_ text: String) -> IMAPRefusal { IMAPRefusal(line: "NO " + text) }
}
