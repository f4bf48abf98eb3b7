import Foundation

/// What UID SEARCH is to find (RFC 9051 section 6.4.4).
public indirect enum SearchCriteria: Sendable {
    case all
    case uids(UIDSet)
    /// From this UID on. The server also returns its last message where none is that new; `IMAPSession.search` drops it.
    case from(UID)
    /// Received on or after the day (of the server's clock) before this instant's, so that no time zone loses mail.
    case since(Date)
    case flagged(Flag)
    case notFlagged(Flag)
    case header(String, contains: String)
    case and([SearchCriteria])

    /// Whether the server must be told that text is UTF-8.
    var isForeign: Bool {
        switch self {
        case .header(_, let text): !text.utf8.allSatisfy { $0 < 128 }
        case .and(let all): all.contains { $0.isForeign }
        default: false
        }
    }

    func write(to command: inout IMAPCommand) {
        switch self {
        case .all: command.add("ALL")
        case .uids(let set): command.add("UID \(set)")
        case .from(let uid): command.add("UID \(uid):*")
        case .since(let date): command.add("SINCE \(InternalDate.day(date.addingTimeInterval(-86400)))")
        case .flagged(let flag): command.add(Self.keyword(flag, not: false))
        case .notFlagged(let flag): command.add(Self.keyword(flag, not: true))
        case .header(let name, let text):
            command.add("HEADER ")
            command.add(string: Array(name.utf8))
            command.add(" ")
            command.add(string: Array(text.utf8))
        case .and(let all):
            for (index, each) in all.enumerated() {
                if index > 0 { command.add(" ") }
                each.write(to: &command)
            }
        }
    }

    private static func keyword(_ flag: Flag, not: Bool) -> String {
        let system = flag.name.hasPrefix("\\")
        return (not ? "UN" : "") + (system ? String(flag.name.dropFirst()).uppercased() : "KEYWORD \(flag.name)")
    }
}
