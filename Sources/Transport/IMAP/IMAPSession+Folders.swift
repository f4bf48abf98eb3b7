extension IMAPSession {
    /// The personal, other users' and shared namespaces; nil on servers without NAMESPACE.
    public func namespace() async throws -> Namespaces? {
        guard has("NAMESPACE") else { return nil }
        var found: Namespaces?
        try await perform(IMAPCommand("NAMESPACE")) { if case .namespace(let all) = $0 { found = all } }
        return found
    }

    /// All folders with their attributes, among them the special uses the server tells (RFC 6154).
    public func list(reference: FolderName = "", pattern: String = "*") async throws -> [Folder] {
        var command = IMAPCommand("LIST")
        command.add(" ")
        command.add(reference)
        command.add(" ")
        command.add(string: pattern == "*" || pattern == "%" ? Array(pattern.utf8) : ModifiedUTF7.encode(pattern))
        // With LIST-EXTENDED the special uses come only when asked for.
        if has("LIST-EXTENDED"), has("SPECIAL-USE") { command.add(" RETURN (SPECIAL-USE)") }
        var folders: [Folder] = []
        try await perform(command) { if case .folder(let folder) = $0 { folders.append(folder) } }
        return folders
    }

    /// Opens a folder; with `readOnly` by EXAMINE, so that nothing can change. News of the one before are forgotten.
    public func select(_ folder: FolderName, readOnly: Bool = false) async throws -> SelectedFolder {
        await turn()
        defer { endTurn() }
        var command = IMAPCommand(readOnly ? "EXAMINE" : "SELECT")
        command.add(" ")
        command.add(folder)
        if has("CONDSTORE") || has("QRESYNC") { command.add(" (CONDSTORE)") }
        selected = nil
        news = FolderNews()
        var exists: UInt32?
        var validity: UIDValidity?
        var next: UID?
        var modSeq: UInt64?
        var flags: Set<Flag> = []
        var permanent: Set<Flag>?
        let status = try await run(command) { response in
            switch response {
            case .exists(let count): exists = count
            case .flags(let all): flags = all
            case .status(let status):
                switch status.code {
                case .uidValidity(let value): validity = value
                case .uidNext(let uid): next = uid
                case .highestModSeq(let value): modSeq = value
                case .permanentFlags(let all): permanent = all
                default: break
                }
            default: break
            }
        }
        guard let exists, let validity else { throw await violation("\(command.name) without EXISTS or UIDVALIDITY") }
        var isReadOnly = readOnly
        if case .readOnly = status.code { isReadOnly = true }
        let opened = SelectedFolder(
            name: folder, uidValidity: validity, uidNext: next, highestModSeq: modSeq == 0 ? nil : modSeq,
            exists: exists, permanentFlags: permanent ?? flags, isReadOnly: isReadOnly)
        selected = opened
        news = FolderNews()
        return opened
    }

    /// What a folder holds, without opening it.
    public func status(_ folder: FolderName) async throws -> FolderStatus {
        var command = IMAPCommand("STATUS")
        command.add(" ")
        command.add(folder)
        command.add(" (MESSAGES UIDNEXT UIDVALIDITY UNSEEN\(has("CONDSTORE") ? " HIGHESTMODSEQ" : ""))")
        var found: FolderStatus?
        try await perform(command) { response in
            if case .folderStatus(let name, let status) = response, name == folder { found = status }
        }
        guard let found else { throw await violation("STATUS of another folder, or none") }
        return found
    }

    /// Makes a folder. True where it is new, false where the server says it exists.
    @discardableResult
    public func create(_ folder: FolderName) async throws -> Bool {
        var command = IMAPCommand("CREATE")
        command.add(" ")
        command.add(folder)
        do {
            try await perform(command)
            return true
        } catch let error as TransportError {
            guard case .serverRefused(_, let reply) = error.kind, reply.uppercased().contains("EXISTS") else {
                throw error
            }
            return false
        }
    }

    public func subscribe(_ folder: FolderName) async throws {
        var command = IMAPCommand("SUBSCRIBE")
        command.add(" ")
        command.add(folder)
        try await perform(command)
    }

    /// Turns extensions on (RFC 5161); those the server does not have are left out. Returns what it has turned on.
    /// UTF8=ACCEPT is never asked for: folder names would change their coding.
    public func enable(_ extensions: [String]) async throws -> Set<String> {
        let known = extensions.filter { has($0) && $0 != "UTF8=ACCEPT" }
        guard has("ENABLE"), !known.isEmpty else { return [] }
        var enabled: Set<String> = []
        try await perform(IMAPCommand("ENABLE", known.joined(separator: " "))) {
            if case .enabled(let names) = $0 { enabled.formUnion(names) }
        }
        return enabled
    }

    public func noop() async throws { try await perform(IMAPCommand("NOOP")) { self.noteFetch($0) } }

    /// Says goodbye and closes. Never fails: after it the connection is gone in any case.
    public func logout() async {
        if ended == nil { _ = try? await perform(IMAPCommand("LOGOUT")) }
        close()
    }

    func noteFetch(_ response: Response) {
        if case .fetch(let data) = response { note(unasked: data) }
    }
}
