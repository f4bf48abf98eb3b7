import Foundation

/// Which command does what, and what it needs first.
extension IMAPSession {
    /// When in a session a command may come (RFC 3501 section 3).
    private enum Need { case nothing, noLogin, login, selection }

    private struct Entry: Sendable {
        let need: Need

        /// The capability without which the command is unknown.
        var capability: IMAPOptions.Capability?

        /// Returns what follows OK in the last line, or nil for the usual.
        let run: @Sendable (IMAPSession, IMAPCommand) async throws -> String?
    }

    private static let table: [String: Entry] = [
        "CAPABILITY": Entry(need: .nothing) { $0.capability($1) },
        "NOOP": Entry(need: .nothing) { _, _ in nil },
        "LOGOUT": Entry(need: .nothing) { $0.logout($1) },
        "ID": Entry(need: .nothing, capability: "ID") { $0.id($1) },
        "STARTTLS": Entry(need: .noLogin) { try $0.startTLS($1) },
        "LOGIN": Entry(need: .noLogin) { try $0.login($1) },
        "AUTHENTICATE": Entry(need: .noLogin) { try await $0.authenticate($1) },
        "ENABLE": Entry(need: .login, capability: "ENABLE") { try $0.enable($1) },
        "NAMESPACE": Entry(need: .login, capability: "NAMESPACE") { try $0.namespace($1) },
        "LIST": Entry(need: .login) { try $0.list($1) },
        "LSUB": Entry(need: .login) { try $0.lsub($1) },
        "CREATE": Entry(need: .login) { try $0.create($1) },
        "DELETE": Entry(need: .login) { try $0.delete($1) },
        "SUBSCRIBE": Entry(need: .login) { try $0.subscribe($1, true) },
        "UNSUBSCRIBE": Entry(need: .login) { try $0.subscribe($1, false) },
        "STATUS": Entry(need: .login) { try $0.status($1) },
        "SELECT": Entry(need: .login) { try $0.select($1, readOnly: false) },
        "EXAMINE": Entry(need: .login) { try $0.select($1, readOnly: true) },
        "APPEND": Entry(need: .login) { try $0.append($1) },
        "IDLE": Entry(need: .login, capability: "IDLE") { try await $0.idle($1) },
        "CHECK": Entry(need: .selection) { _, _ in nil },
        "CLOSE": Entry(need: .selection) { try $0.close($1) },
        "UNSELECT": Entry(need: .selection, capability: "UNSELECT") { session, _ in
            session.view = nil
            return nil
        },
        "FETCH": Entry(need: .selection) { try await $0.fetch($1, byUID: false) },
        "UID FETCH": Entry(need: .selection) { try await $0.fetch($1, byUID: true) },
        "STORE": Entry(need: .selection) { try await $0.storeFlags($1, byUID: false) },
        "UID STORE": Entry(need: .selection) { try await $0.storeFlags($1, byUID: true) },
        "SEARCH": Entry(need: .selection) { try $0.search($1, byUID: false) },
        "UID SEARCH": Entry(need: .selection) { try $0.search($1, byUID: true) },
        "COPY": Entry(need: .selection) { try await $0.transfer($1, byUID: false, removing: false) },
        "UID COPY": Entry(need: .selection) { try await $0.transfer($1, byUID: true, removing: false) },
        "MOVE": Entry(need: .selection, capability: "MOVE") { try await $0.transfer($1, byUID: false, removing: true) },
        "UID MOVE": Entry(need: .selection, capability: "MOVE") {
            try await $0.transfer($1, byUID: true, removing: true)
        },
        "EXPUNGE": Entry(need: .selection) { try $0.expunge($1, byUID: false) },
        "UID EXPUNGE": Entry(need: .selection, capability: "UIDPLUS") { try $0.expunge($1, byUID: true) },
    ]

    /// Carries a command out.
    ///
    /// - Returns: what follows OK in the last line, or nil for the usual.
    /// - Throws: `IMAPRefusal`, `MailStoreError`, and `Conversation.Ended`.
    func execute(_ command: IMAPCommand) async throws -> String? {
        guard let entry = IMAPSession.table[command.name],
            entry.capability.map({ options.has($0) }) ?? true
        else { throw IMAPRefusal.bad("\(command.name) is not known here") }
        switch entry.need {
        case .nothing: break
        case .noLogin where account != nil: throw IMAPRefusal.bad("you have logged in already")
        case .login where account == nil, .selection where account == nil: throw IMAPRefusal.bad("log in first")
        case .selection where view == nil: throw IMAPRefusal.bad("select a folder first")
        case .noLogin, .login, .selection: break
        }
        return try await entry.run(self, command)
    }

    /// The account, which `execute` has made sure of for all but the first commands.
    func requireAccount() throws -> Account {
        guard let account else { throw IMAPRefusal.bad("log in first") }
        return account
    }

    func requireView() throws -> View {
        guard let view else { throw IMAPRefusal.bad("select a folder first") }
        return view
    }

    private func capability(_ command: IMAPCommand) -> String? {
        conversation.write("* CAPABILITY \(capabilityLine)\r\n")
        return nil
    }

    private func logout(_ command: IMAPCommand) -> String? {
        conversation.write("* BYE until next time\r\n")
        return nil
    }

    private func id(_ command: IMAPCommand) -> String? {
        conversation.write("* ID (\"name\" \(IMAPText.quoted(options.name)))\r\n")
        return nil
    }

    private func enable(_ command: IMAPCommand) throws -> String? {
        let wanted = command.arguments.compactMap { $0.text?.uppercased() }
        guard !wanted.isEmpty else { throw IMAPRefusal.bad("ENABLE what?") }
        let enabled = wanted.filter { $0 == "CONDSTORE" && options.has("CONDSTORE") }
        if !enabled.isEmpty { isCondstoreEnabled = true }
        conversation.write("* ENABLED" + enabled.map { " " + $0 }.joined() + "\r\n")
        return nil
    }
}

/// Text as IMAP quotes it.
enum IMAPText {
    static func quoted(_ text: String) -> String {
        "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
    }

    /// A folder's name as a server gives it.
    static func folder(_ name: String) -> String { quoted(ModifiedUTF7.encode(name)) }
}
