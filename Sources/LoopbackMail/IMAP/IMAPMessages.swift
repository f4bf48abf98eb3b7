import Foundation

/// The commands on single messages: FETCH, STORE, COPY, MOVE, APPEND (RFC 3501 section 6.4; 4315, 6851, 7162).
extension IMAPSession {
    /// How many messages are taken from the store at a time.
    private static let chunk = 256

    func fetch(_ command: IMAPCommand, byUID: Bool) async throws -> String? {
        guard command.arguments.count >= 2 else { throw IMAPRefusal.bad("FETCH takes a set and items") }
        var items = try IMAPFetchItem.parse(command.arguments[1])
        if byUID, !items.contains(.uid) { items.insert(.uid, at: 0) }
        if items.contains(.modSeq) { isCondstoreEnabled = true }
        let since = try modifier("CHANGEDSINCE", command.arguments.dropFirst(2).first)
        if since != nil, !items.contains(.modSeq) { items.append(.modSeq) }
        let view = try requireView()
        let account = try requireAccount()
        let marksSeen =
            !view.isReadOnly
            && items.contains { item in
                if case .section(let section) = item { return !section.isPeek }
                return false
            }
        var rest = try uids(command, byUID: byUID)[...]
        while !rest.isEmpty {
            let some = rest.prefix(IMAPSession.chunk)
            rest = rest.dropFirst(IMAPSession.chunk)
            let messages =
                marksSeen
                ? try changeFlags([.seen], .add, of: Array(some), in: account).messages
                : try account.read(view.folder) { folder in some.compactMap { folder.message($0) } }
            for message in messages where since.map({ message.modSeq > $0 }) ?? true {
                guard let number = view.number(of: message.uid) else { continue }
                conversation.write("* \(number) FETCH (")
                write(items, of: message, marksSeen: marksSeen)
                conversation.write(")\r\n")
                try await conversation.flushIfMuch()
            }
        }
        return nil
    }

    func storeFlags(_ command: IMAPCommand, byUID: Bool) async throws -> String? {
        let view = try requireView()
        guard !view.isReadOnly else { throw IMAPRefusal.no("[READ-ONLY] the folder was opened with EXAMINE") }
        var arguments = command.arguments.dropFirst()
        let since = try arguments.first?.list != nil ? modifier("UNCHANGEDSINCE", arguments.removeFirst()) : nil
        guard let verb = arguments.popFirst()?.text?.uppercased(), !arguments.isEmpty else {
            throw IMAPRefusal.bad("STORE takes a set, a verb and flags")
        }
        let isSilent = verb.hasSuffix(".SILENT")
        let how: Folder.FlagChange
        switch isSilent ? String(verb.dropLast(7)) : verb {
        case "FLAGS": how = .replace
        case "+FLAGS": how = .add
        case "-FLAGS": how = .remove
        default: throw IMAPRefusal.bad("STORE does not know \(verb)")
        }
        let flags = flagSet(arguments.first?.list ?? Array(arguments))
        let result = try changeFlags(
            flags, how, of: try uids(command, byUID: byUID), in: try requireAccount(), unchangedSince: since)
        for message in result.messages where !isSilent || since != nil {
            guard let number = view.number(of: message.uid) else { continue }
            let items = isSilent ? "MODSEQ (\(message.modSeq))" : flagItems(message, withUID: false)
            conversation.write("* \(number) FETCH (\(byUID ? "UID \(message.uid) " : "")\(items))\r\n")
            try await conversation.flushIfMuch()
        }
        guard result.refused.isEmpty else {
            let refused =
                byUID
                ? result.refused
                : result.refused.compactMap { uid in
                    view.number(of: uid).map { StoredMessage.UID(trusted: UInt32($0)) }
                }
            return "[MODIFIED \(SequenceSet.text(refused))] some have changed meanwhile"
        }
        return nil
    }

    func transfer(_ command: IMAPCommand, byUID: Bool, removing: Bool) async throws -> String? {
        guard command.arguments.count == 2, let target = command.arguments[1].text else {
            throw IMAPRefusal.bad("\(command.name) takes a set and a folder")
        }
        let view = try requireView()
        guard !removing || !view.isReadOnly else {
            throw IMAPRefusal.no("[READ-ONLY] the folder was opened with EXAMINE")
        }
        let uids = try uids(command, byUID: byUID)
        let result = try requireAccount().transfer(
            uids, from: view.folder, to: try folderName(target), removing: removing)
        guard options.has("UIDPLUS"), !result.from.isEmpty else {
            if removing { try await tellChanges(removals: true) }
            return nil
        }
        let code = "[COPYUID \(result.uidValidity) \(SequenceSet.text(result.from)) \(SequenceSet.text(result.to))]"
        guard removing else { return code + " copied" }
        conversation.write("* OK \(code) moved\r\n")
        try await tellChanges(removals: true)
        return nil
    }

    func append(_ command: IMAPCommand) throws -> String? {
        let name = try folderName(command)
        var arguments = command.arguments.dropFirst()
        var flags: Set<StoredMessage.Flag> = []
        if let list = arguments.first?.list {
            flags = flagSet(list)
            arguments.removeFirst()
        }
        var date = Date()
        if arguments.count == 2 {
            guard let given = arguments.removeFirst().text.flatMap(IMAPDate.parse) else {
                throw IMAPRefusal.bad("that is no date-time")
            }
            date = given
        }
        guard arguments.count == 1, case .string(let bytes)? = arguments.first else {
            throw IMAPRefusal.bad("APPEND takes a folder and a message")
        }
        let (uidValidity, uid) = try requireAccount().change(name) { folder in
            (folder.uidValidity, folder.append(bytes, flags: flags, date: date))
        }
        return options.has("UIDPLUS") ? "[APPENDUID \(uidValidity) \(uid)] kept" : nil
    }

    /// The messages that a command's first argument means, as far as the client knows of them.
    func uids(_ command: IMAPCommand, byUID: Bool) throws -> [StoredMessage.UID] {
        guard let set = command.arguments.first?.text.flatMap(SequenceSet.init) else {
            throw IMAPRefusal.bad("\(command.name) takes a set of numbers")
        }
        return uids(set, byUID: byUID)
    }

    func uids(_ set: SequenceSet, byUID: Bool) -> [StoredMessage.UID] {
        guard let view, let last = view.uids.last else { return [] }
        let highest = byUID ? last.rawValue : UInt32(view.uids.count)
        return set.resolved(highest: highest).flatMap { range -> ArraySlice<StoredMessage.UID> in
            if byUID {
                let from = view.uids.partition { $0.rawValue >= range.lowerBound }
                let to = view.uids.partition { $0.rawValue > range.upperBound }
                return view.uids[from..<max(from, to)]
            }
            let from = min(Int(range.lowerBound) - 1, view.uids.count)
            return view.uids[from..<max(from, min(Int(range.upperBound), view.uids.count))]
        }
    }

    /// Changes flags, and counts the change as told, since its command tells it.
    private func changeFlags(
        _ flags: Set<StoredMessage.Flag>, _ how: Folder.FlagChange, of uids: [StoredMessage.UID], in account: Account,
        unchangedSince: UInt64? = nil
    ) throws -> (messages: [StoredMessage], refused: [StoredMessage.UID]) {
        let told = try requireView().told
        let (messages, refused, now) = try account.change(try requireView().folder) { folder in
            let before = folder.journal.count
            let refused = unchangedSince.map { since in
                uids.filter { uid in folder.message(uid).map { $0.modSeq > since } ?? false }
            }
            let allowed = refused.map { refused in uids.filter { !refused.contains($0) } } ?? uids
            folder.change(flags, how, of: allowed)
            return (
                allowed.compactMap { folder.message($0) }, refused ?? [], before == told ? folder.journal.count : told
            )
        }
        view?.told = now
        return (messages, refused)
    }

    private func flagSet(_ values: [IMAPCommand.Value]) -> Set<StoredMessage.Flag> {
        Set(values.compactMap(\.text).map { StoredMessage.Flag($0) })
    }

    private func modifier(_ name: String, _ value: IMAPCommand.Value?) throws -> UInt64? {
        guard let value else { return nil }
        guard options.has("CONDSTORE"), let list = value.list, list.count == 2, list[0].text?.uppercased() == name,
            let number = list[1].text.flatMap(UInt64.init)
        else { throw IMAPRefusal.bad("no such modifier") }
        isCondstoreEnabled = true
        return number
    }

    private func write(_ items: [IMAPFetchItem], of message: StoredMessage, marksSeen: Bool) {
        var isFirst = true
        for item in items + (marksSeen && !items.contains(.flags) ? [.flags] : []) {
            conversation.write(isFirst ? "" : " ")
            isFirst = false
            switch item {
            case .uid: conversation.write("UID \(message.uid)")
            case .flags: conversation.write("FLAGS (\(message.flags.sorted().map(\.name).joined(separator: " ")))")
            case .internalDate: conversation.write("INTERNALDATE \"\(IMAPDate.text(message.date))\"")
            case .size: conversation.write("RFC822.SIZE \(message.bytes.count)")
            case .modSeq: conversation.write("MODSEQ (\(message.modSeq))")
            case .section(let section):
                let bytes = section.bytes(of: message)
                conversation.write("\(section.label) {\(bytes.count)}\r\n")
                conversation.write(bytes)
            }
        }
    }
}
