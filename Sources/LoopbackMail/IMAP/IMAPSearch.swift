import Foundation

/// SEARCH (RFC 3501 section 6.4.4).
extension IMAPSession {
    func search(_ command: IMAPCommand, byUID: Bool) throws -> String? {
        var arguments = command.arguments[...]
        if arguments.first?.text?.uppercased() == "CHARSET" {
            guard let charset = arguments.dropFirst().first?.text?.uppercased(),
                ["UTF-8", "US-ASCII"].contains(charset)
            else { throw IMAPRefusal.no("[BADCHARSET (UTF-8 US-ASCII)] not that charset") }
            arguments = arguments.dropFirst(2)
        }
        guard !arguments.isEmpty else { throw IMAPRefusal.bad("SEARCH for what?") }
        let keys = try IMAPSearchKey.parse(&arguments)
        let view = try requireView()
        let folder = try requireAccount().read(view.folder) { $0 }
        let found = view.uids.enumerated().filter { index, uid in
            guard let message = folder.message(uid) else { return false }
            let place = IMAPSearchKey.Place(number: UInt32(index + 1), count: view.uids.count, lastUID: view.uids.last)
            return keys.allSatisfy { $0.holds(of: message, at: place) }
        }
        let numbers = found.map { byUID ? $0.element.rawValue : UInt32($0.offset + 1) }
        conversation.write("* SEARCH" + numbers.map { " \($0)" }.joined() + "\r\n")
        return nil
    }
}

/// One condition of a SEARCH.
indirect enum IMAPSearchKey: Equatable, Sendable {
    case all
    case flag(StoredMessage.Flag, Bool)
    case numbers(SequenceSet)
    case uids(SequenceSet)

    /// The day of arrival, from 1970, lies in this range.
    case arrived(ClosedRange<Int>)
    case header(String, String)
    case text(String, bodyOnly: Bool)
    case larger(Int)
    case smaller(Int)
    case modSeq(UInt64)
    case not(IMAPSearchKey)
    case or(IMAPSearchKey, IMAPSearchKey)
    case both([IMAPSearchKey])

    /// Where a message stands in the client's view.
    struct Place {
        let number: UInt32
        let count: Int
        let lastUID: StoredMessage.UID?
    }

    private static let simple: [String: IMAPSearchKey] = [
        "ALL": .all, "OLD": .all, "RECENT": .not(.all), "NEW": .not(.all),
        "SEEN": .flag(.seen, true), "UNSEEN": .flag(.seen, false),
        "ANSWERED": .flag(.answered, true), "UNANSWERED": .flag(.answered, false),
        "FLAGGED": .flag(.flagged, true), "UNFLAGGED": .flag(.flagged, false),
        "DELETED": .flag(.deleted, true), "UNDELETED": .flag(.deleted, false),
        "DRAFT": .flag(.draft, true), "UNDRAFT": .flag(.draft, false),
    ]

    private static let headers: Set<String> = ["FROM", "TO", "CC", "BCC", "SUBJECT"]

    /// All conditions that follow.
    static func parse(_ arguments: inout ArraySlice<IMAPCommand.Value>) throws -> [IMAPSearchKey] {
        var keys: [IMAPSearchKey] = []
        while !arguments.isEmpty { keys.append(try next(&arguments)) }
        return keys
    }

    private static func next(_ arguments: inout ArraySlice<IMAPCommand.Value>) throws -> IMAPSearchKey {
        guard let first = arguments.popFirst() else { throw IMAPRefusal.bad("a condition is missing") }
        if let list = first.list {
            var inner = list[...]
            return .both(try parse(&inner))
        }
        let word = first.text ?? ""
        let name = word.uppercased()
        if let key = simple[name] { return key }
        if headers.contains(name) { return .header(name, try string(&arguments)) }
        switch name {
        case "NOT": return .not(try next(&arguments))
        case "OR": return .or(try next(&arguments), try next(&arguments))
        case "UID": return .uids(try set(try string(&arguments)))
        case "HEADER": return .header(try string(&arguments), try string(&arguments))
        case "TEXT": return .text(try string(&arguments), bodyOnly: false)
        case "BODY": return .text(try string(&arguments), bodyOnly: true)
        case "KEYWORD": return .flag(StoredMessage.Flag(try string(&arguments)), true)
        case "UNKEYWORD": return .flag(StoredMessage.Flag(try string(&arguments)), false)
        case "SINCE": return .arrived(try day(&arguments)...Int.max)
        case "BEFORE": return .arrived(Int.min...(try day(&arguments) - 1))
        case "ON":
            let day = try day(&arguments)
            return .arrived(day...day)
        case "LARGER": return .larger(try number(&arguments))
        case "SMALLER": return .smaller(try number(&arguments))
        case "MODSEQ": return .modSeq(UInt64(try number(&arguments)))
        default: return .numbers(try set(word))
        }
    }

    /// Whether a message is meant.
    func holds(of message: StoredMessage, at place: Place) -> Bool {
        switch self {
        case .all: return true
        case .flag(let flag, let set): return message.flags.contains(flag) == set
        case .numbers(let set):
            return set.resolved(highest: UInt32(place.count)).contains { $0.contains(place.number) }
        case .uids(let set):
            return set.resolved(highest: place.lastUID?.rawValue ?? 1).contains { $0.contains(message.uid.rawValue) }
        case .arrived(let days): return days.contains(IMAPDate.day(of: message.date))
        case .header(let name, let part):
            return MessageParts(message.bytes).fields(named: name).contains { $0.holds(part) }
        case .text(let part, let bodyOnly):
            let bytes = bodyOnly ? MessageParts(message.bytes).body : message.bytes[...]
            return String(decoding: bytes, as: UTF8.self).holds(part)
        case .larger(let size): return message.bytes.count > size
        case .smaller(let size): return message.bytes.count < size
        case .modSeq(let number): return message.modSeq >= number
        case .not(let key): return !key.holds(of: message, at: place)
        case .or(let one, let other): return one.holds(of: message, at: place) || other.holds(of: message, at: place)
        case .both(let keys): return keys.allSatisfy { $0.holds(of: message, at: place) }
        }
    }

    private static func string(_ arguments: inout ArraySlice<IMAPCommand.Value>) throws -> String {
        guard let text = arguments.popFirst()?.text else { throw IMAPRefusal.bad("a word is missing") }
        return text
    }

    private static func day(_ arguments: inout ArraySlice<IMAPCommand.Value>) throws -> Int {
        guard let day = IMAPDate.parseDay(try string(&arguments)) else { throw IMAPRefusal.bad("that is no date") }
        return day
    }

    private static func number(_ arguments: inout ArraySlice<IMAPCommand.Value>) throws -> Int {
        guard let number = Int(try string(&arguments)), number >= 0 else { throw IMAPRefusal.bad("that is no number") }
        return number
    }

    private static func set(_ text: String) throws -> SequenceSet {
        guard let set = SequenceSet(text) else { throw IMAPRefusal.bad("SEARCH does not know \(text)") }
        return set
    }
}

extension String {
    /// Whether the other text stands in this one, in any case; the empty text stands everywhere.
    fileprivate func holds(_ part: String) -> Bool { part.isEmpty || range(of: part, options: .caseInsensitive) != nil }
}
