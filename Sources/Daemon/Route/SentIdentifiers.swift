import Correspondence
import Foundation
import MIME
import Transport

/// What lies in a folder for sent mail, by the names that our replies have there.
enum SentIdentifiers {
    /// The Message-IDs and `X-Replyd-Reply` of a folder's mail since the day before; by fetching headers, since providers
    /// index SEARCH HEADER badly. Opens the folder.
    static func read(_ session: IMAPSession, in folder: FolderName, since: Instant) async throws -> Set<String> {
        _ = try await session.select(folder, readOnly: true)
        let recent = try await session.search(.since((since - .seconds(86_400)).date))
        guard !recent.isEmpty else { return [] }
        var found: Set<String> = []
        for (_, header) in try await session.fetchHeaders(UIDSet(recent), ["Message-ID", "X-Replyd-Reply"]) {
            let mail = Mail.parse(header)
            if let id = mail.messageID { found.insert(id) }
            if let own = mail.headers.first("X-Replyd-Reply") { found.insert(own.trimmingCharacters(in: .whitespaces)) }
        }
        return found
    }
}
