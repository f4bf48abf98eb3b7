import Foundation

/// What a FETCH asks for (RFC 3501 section 6.4.5), as far as this server knows it.
enum IMAPFetchItem: Equatable {
    case uid, flags, internalDate, size, modSeq
    case section(IMAPSection)

    /// The items of a FETCH, macros and single items included.
    ///
    /// - Throws: `IMAPRefusal` for what this server does not know (ENVELOPE, BODYSTRUCTURE, single MIME parts).
    static func parse(_ value: IMAPCommand.Value) throws -> [IMAPFetchItem] {
        if let list = value.list { return try list.flatMap { try parse($0) } }
        guard case .atom(let word) = value else { throw IMAPRefusal.bad("FETCH takes words") }
        switch word.uppercased() {
        case "UID": return [.uid]
        case "FLAGS": return [.flags]
        case "INTERNALDATE": return [.internalDate]
        case "RFC822.SIZE": return [.size]
        case "MODSEQ": return [.modSeq]
        case "FAST": return [.flags, .internalDate, .size]
        case "RFC822": return [.section(IMAPSection(label: "RFC822", part: .whole, isPeek: false))]
        case "RFC822.HEADER": return [.section(IMAPSection(label: "RFC822.HEADER", part: .header, isPeek: true))]
        case "RFC822.TEXT": return [.section(IMAPSection(label: "RFC822.TEXT", part: .text, isPeek: false))]
        default: return [.section(try IMAPSection(word))]
        }
    }
}

/// A part of a message's bytes: `BODY.PEEK[HEADER.FIELDS (DATE FROM)]<0.100>`.
struct IMAPSection: Equatable {
    enum Part: Equatable {
        case whole, header, text
        case fields([String], inverted: Bool)
    }

    /// What the answer calls it.
    let label: String

    let part: Part

    /// Whether `\Seen` stays as it is.
    let isPeek: Bool

    /// From which byte, and how many at most.
    var partial: (start: Int, count: Int)?

    init(label: String, part: Part, isPeek: Bool) {
        (self.label, self.part, self.isPeek) = (label, part, isPeek)
    }

    /// - Throws: `IMAPRefusal` for what is no section, or one this server does not know.
    init(_ word: String) throws {
        let unknown = IMAPRefusal.bad("FETCH does not know \(word)")
        guard let open = word.firstIndex(of: "["), let close = word.lastIndex(of: "]"), open < close else {
            throw unknown
        }
        let name = word[..<open].uppercased()
        guard name == "BODY" || name == "BODY.PEEK" else { throw unknown }
        isPeek = name == "BODY.PEEK"
        let inside = String(word[word.index(after: open)..<close])
        let after = word[word.index(after: close)...]
        part = try IMAPSection.part(inside, or: unknown)
        var label = "BODY[\(inside)]"
        if !after.isEmpty {
            let numbers = after.dropFirst().dropLast().split(separator: ".").compactMap { Int($0) }
            guard after.first == "<", after.last == ">", numbers.count == 2, numbers[1] > 0 else { throw unknown }
            partial = (numbers[0], numbers[1])
            label += "<\(numbers[0])>"
        }
        self.label = label
    }

    /// The bytes of this section.
    func bytes(of message: StoredMessage) -> ArraySlice<UInt8> {
        let all: ArraySlice<UInt8> =
            switch part {
            case .whole: message.bytes[...]
            case .header: MessageParts(message.bytes).header
            case .text: MessageParts(message.bytes).body
            case .fields(let names, let inverted):
                MessageParts(message.bytes).header(only: names, inverted: inverted)[...]
            }
        guard let partial else { return all }
        return all.dropFirst(partial.start).prefix(partial.count)
    }

    private static func part(_ inside: String, or unknown: IMAPRefusal) throws -> Part {
        switch inside.uppercased() {
        case "": return .whole
        case "HEADER": return .header
        case "TEXT": return .text
        default: break
        }
        let words = inside.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[1].hasPrefix("("), words[1].hasSuffix(")") else { throw unknown }
        let names = words[1].dropFirst().dropLast().split(separator: " ").map { $0.filter { $0 != "\"" } }
        switch words[0].uppercased() {
        case "HEADER.FIELDS": return .fields(names, inverted: false)
        case "HEADER.FIELDS.NOT": return .fields(names, inverted: true)
        default: throw unknown
        }
    }

    static func == (one: IMAPSection, other: IMAPSection) -> Bool {
        one.label == other.label && one.part == other.part && one.isPeek == other.isPeek
            && one.partial?.start == other.partial?.start && one.partial?.count == other.partial?.count
    }
}
