import Configuration
import Transport

/// The folders of one mailbox as its server names them.
struct ServerFolders: Sendable, Hashable {
    /// Where buyers' mail arrives; the first is watched by IDLE.
    var inboxes: [FolderName]
    /// `nil`: the server has none, and the configuration names none.
    var sent: FolderName?
    /// Where people's answers may lie: `sent`, what other programs call it, and all mail where the server has that.
    var sentByPeople: [FolderName]
    var drafts: FolderName?
    var junk: FolderName?
    /// What parts the levels of a name.
    var delimiter: String
    /// What personal folders begin with, such as `INBOX.` on some servers.
    var prefix: String

    /// What the configuration names, else what the server marks (RFC 6154), else what such a folder is usually called.
    ///
    /// - Parameter missing: told of each configured name that the server does not have.
    init(_ mailbox: Configuration.Mailbox, list: [Folder], prefix: String, missing: (String) -> Void) {
        func named(_ name: String) -> FolderName? { list.first { $0.name.name == name }?.name }
        func role(_ configured: String?, _ attribute: String, usual: [String]) -> FolderName? {
            if let configured {
                if let found = named(configured) ?? named(prefix + configured) { return found }
                missing(configured)
                return FolderName(configured)
            }
            if let marked = list.first(where: { $0.attributes.contains(attribute) }) { return marked.name }
            return usual.lazy.compactMap { named($0) ?? named(prefix + $0) }.first
        }
        inboxes = mailbox.inbox.map { name in
            if name.uppercased() == "INBOX" { return .inbox }
            if let found = named(name) ?? named(prefix + name) { return found }
            missing(name)
            return FolderName(name)
        }
        sent = role(mailbox.sent, "\\sent", usual: Self.usualSent)
        let others = Self.usualSent.compactMap { named($0) ?? named(prefix + $0) }
        let all = list.filter { $0.attributes.contains("\\all") }.map(\.name)
        let read = Set(inboxes)
        sentByPeople = ([sent].compactMap { $0 } + others + all).reduce(into: []) { folders, name in
            if !read.contains(name), !folders.contains(name) { folders.append(name) }
        }
        drafts = role(mailbox.drafts, "\\drafts", usual: ["Drafts", "Entwürfe"])
        junk = role(mailbox.junk, "\\junk", usual: ["Junk", "Spam"])
        delimiter = String(list.first { $0.name == .inbox }?.delimiter ?? list.first?.delimiter ?? "/")
        self.prefix = prefix
    }

    private static let usualSent = [
        "Sent", "Sent Items", "Sent Messages", "Sent Mail", "Gesendet", "Gesendete Elemente", "Gesendete Objekte",
        "Envoyés", "Éléments envoyés", "Messages envoyés", "Posta inviata", "Inviata", "Enviados",
        "Elementos enviados",
    ]

    /// Asks the server.
    static func look(
        _ session: IMAPSession, _ mailbox: Configuration.Mailbox, missing: (String) -> Void
    ) async throws -> ServerFolders {
        let prefix = try await session.namespace()?.personal.first?.prefix.name ?? ""
        return ServerFolders(mailbox, list: try await session.list(), prefix: prefix, missing: missing)
    }

    /// A folder for people under the configured root: `replyd/Hold`, with the server's delimiter and prefix.
    func command(_ name: String, root: String) -> FolderName { FolderName("\(prefix)\(root)\(delimiter)\(name)") }
}
