/// SELECT, IDLE, CLOSE, EXPUNGE and what the client must be told of changes meanwhile.
extension IMAPSession {
    func select(_ command: IMAPCommand, readOnly: Bool) throws -> String? {
        view = nil
        let name = try folderName(command)
        if let parameters = command.arguments.dropFirst().first?.list {
            guard parameters.allSatisfy({ $0.text?.uppercased() == "CONDSTORE" }), options.has("CONDSTORE") else {
                throw IMAPRefusal.bad("SELECT knows no such parameter")
            }
            isCondstoreEnabled = true
        }
        let account = try requireAccount()
        let (new, lines) = try account.read(name) { folder in
            let view = View(
                folder: folder.name, uidValidity: folder.uidValidity, isReadOnly: readOnly,
                uids: folder.messages.map(\.uid), told: folder.journal.count)
            return (view, self.selectionLines(folder, readOnly: readOnly))
        }
        view = new
        for line in lines { conversation.write(line + "\r\n") }
        return readOnly ? "[READ-ONLY] look only" : "[READ-WRITE] at your service"
    }

    func close(_ command: IMAPCommand) throws -> String? {
        let view = try requireView()
        if !view.isReadOnly { try requireAccount().change(view.folder) { $0.removeDeleted(among: nil) } }
        self.view = nil
        return nil
    }

    func expunge(_ command: IMAPCommand, byUID: Bool) throws -> String? {
        let view = try requireView()
        guard !view.isReadOnly else { throw IMAPRefusal.no("[READ-ONLY] the folder was opened with EXAMINE") }
        var only: [StoredMessage.UID]?
        if byUID { only = try uids(command, byUID: true) }
        try requireAccount().change(view.folder) { $0.removeDeleted(among: only) }
        return nil
    }

    /// Tells of changes as they come, until the client says DONE (RFC 2177).
    func idle(_ command: IMAPCommand) async throws -> String? {
        let account = try requireAccount()
        let inbox = conversation.wire.inbox
        let observer = account.observe { inbox.poke() }
        defer { account.stopObserving(observer) }
        conversation.write("+ idling\r\n")
        while true {
            try await tellChanges(removals: true)
            guard let line = try await conversation.readLineUnlessPoked() else { continue }
            guard String(decoding: line, as: UTF8.self).uppercased() == "DONE" else {
                throw IMAPRefusal.bad("only DONE may follow IDLE")
            }
            return nil
        }
    }

    /// Tells what has happened in the selected folder since the client was last told.
    ///
    /// - Parameter removals: whether EXPUNGE may be said; if not, that and what comes after it wait.
    func tellChanges(removals: Bool) async throws {
        guard let account, var view else { return }
        let folder = account.folder(view.folder)
        guard let folder, folder.uidValidity == view.uidValidity, view.told <= folder.journal.count else {
            conversation.write("* BYE the folder is gone or numbered anew\r\n")
            try await conversation.flush()
            throw Conversation.Ended(reason: "the folder is gone or numbered anew")
        }
        var arrived = false
        var changed: Set<StoredMessage.UID> = []
        loop: while view.told < folder.journal.count {
            switch folder.journal[view.told] {
            case .arrived(let uid):
                view.uids.append(uid)
                arrived = true
            case .flags(let uid): changed.insert(uid)
            case .removed(let uid):
                guard removals else { break loop }
                guard let number = view.number(of: uid) else { break }
                if arrived { conversation.write("* \(view.uids.count) EXISTS\r\n") }
                arrived = false
                conversation.write("* \(number) EXPUNGE\r\n")
                view.uids.remove(at: number - 1)
            }
            view.told += 1
        }
        if arrived { conversation.write("* \(view.uids.count) EXISTS\r\n* 0 RECENT\r\n") }
        for uid in changed.sorted() {
            guard let number = view.number(of: uid), let message = folder.message(uid) else { continue }
            conversation.write("* \(number) FETCH (\(flagItems(message, withUID: true)))\r\n")
            try await conversation.flushIfMuch()
        }
        self.view = view
    }

    /// FLAGS and what belongs to it where a change is told.
    func flagItems(_ message: StoredMessage, withUID: Bool) -> String {
        var items = "FLAGS (\(message.flags.sorted().map(\.name).joined(separator: " ")))"
        if withUID { items = "UID \(message.uid) " + items }
        if isCondstoreEnabled { items += " MODSEQ (\(message.modSeq))" }
        return items
    }

    private func selectionLines(_ folder: Folder, readOnly: Bool) -> [String] {
        let keywords = Set(folder.messages.flatMap(\.flags)).filter { !$0.name.hasPrefix("\\") }.sorted().map(\.name)
        let flags = (StoredMessage.Flag.system + keywords).joined(separator: " ")
        var lines = [
            "* FLAGS (\(flags))", "* OK [PERMANENTFLAGS (\(readOnly ? "" : flags + " \\*"))] what lasts",
            "* \(folder.messages.count) EXISTS", "* 0 RECENT",
            "* OK [UIDVALIDITY \(folder.uidValidity)] as long as it stays", "* OK [UIDNEXT \(folder.uidNext)] the next",
        ]
        if let unseen = folder.messages.firstIndex(where: { !$0.flags.contains(.seen) }) {
            lines.append("* OK [UNSEEN \(unseen + 1)] the first")
        }
        if options.has("CONDSTORE") { lines.append("* OK [HIGHESTMODSEQ \(folder.highestModSeq)] the latest change") }
        return lines
    }
}

extension IMAPSession.View {
    /// A message's sequence number, or nil when the client does not know the message.
    func number(of uid: StoredMessage.UID) -> Int? {
        let index = uids.partition(from: { $0 >= uid })
        return index < uids.count && uids[index] == uid ? index + 1 : nil
    }
}

extension Folder {
    /// Takes out what is marked `\Deleted`, only among `uids` where that is given.
    mutating func removeDeleted(among uids: [StoredMessage.UID]?) {
        let allowed = uids.map(Set.init)
        let deleted = messages.filter { $0.flags.contains(.deleted) && allowed?.contains($0.uid) ?? true }
        _ = remove(deleted.map(\.uid))
    }
}
