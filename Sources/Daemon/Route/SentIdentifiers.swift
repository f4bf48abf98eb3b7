import Correspondence
import Foundation
import MIME
import Transport

/// What lies in a folder for sent mail, by the names that our replies have there.
enum SentIdentifiers {
    /// The Message-IDs and `X-Replyd-Reply` of a folder's mail since the day before, and of its newest whatever their date:
    /// where our clock and the server's differ, a mail that went out must be found all the same. By fetching headers, since
    /// providers index SEARCH HEADER badly. Opens the folder.
    static func read(_ session: IMAPSession, in folder: FolderName, since: Instant) async throws -> Set<String> {
        let selected = try await session.select(folder, readOnly: true)
        var recent = try await session.search(.since((since - .seconds(86_400)).date))
        if let next = selected.uidNext?.value, let first = UID(next > newest ? next - newest : 1) {
            recent = try await Set(recent).union(session.search(.from(first))).sorted()
        }
        guard !recent.isEmpty else { return [] }
        var found: Set<String> = []
        for (_, header) in try await session.fetchHeaders(UIDSet(recent), ["Message-ID", "X-Replyd-Reply"]) {
            let mail = Mail.parse(header)
            if let id = mail.messageID { found.insert(id) }
            if let own = mail.headers.first("X-Replyd-Reply") { found.insert(own.trimmingCharacters(in: .whitespaces)) }
        }
        return found
    }

    private static let newest: UInt32 = 500
}
