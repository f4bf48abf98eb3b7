import Foundation

/// The commands on folders as a whole (RFC 3501 section 6.3; 3348, 5258, 5819, 6154).
extension IMAPSession {
    func namespace(_ command: IMAPCommand) throws -> String? {
        let delimiter = IMAPText.quoted(String(try requireAccount().delimiter))
        conversation.write("* NAMESPACE ((\"\" \(delimiter))) NIL NIL\r\n")
        return nil
    }

    func create(_ command: IMAPCommand) throws -> String? {
        let account = try requireAccount()
        var name = try folderName(command)
        if name.last == account.delimiter { name.removeLast() }
        var use: Folder.SpecialUse?
        if let options = command.arguments.dropFirst().first?.list, options.first?.text?.uppercased() == "USE" {
            use = options.dropFirst().first?.list?.first?.text.flatMap(specialUse(named:))
        }
        try account.create(name, specialUse: use)
        return nil
    }

    func delete(_ command: IMAPCommand) throws -> String? {
        try requireAccount().delete(try folderName(command))
        return nil
    }

    func subscribe(_ command: IMAPCommand, _ subscribed: Bool) throws -> String? {
        try requireAccount().change(try folderName(command)) { $0.subscribed = subscribed }
        return nil
    }

    func status(_ command: IMAPCommand) throws -> String? {
        let name = try folderName(command)
        guard let items = command.arguments.dropFirst().first?.list?.compactMap(\.text) else {
            throw IMAPRefusal.bad("STATUS takes a folder and a list")
        }
        guard let folder = try requireAccount().folder(name) else { throw MailStoreError.noSuchFolder(name) }
        conversation.write(try statusLine(folder, items))
        return nil
    }

    func list(_ command: IMAPCommand) throws -> String? {
        var arguments = command.arguments[...]
        var selection: [String] = []
        if let options = arguments.first?.list {
            selection = options.compactMap { $0.text?.uppercased() }
            arguments.removeFirst()
        }
        guard arguments.count >= 2, let reference = arguments.removeFirst().text else {
            throw IMAPRefusal.bad("LIST takes a reference and a pattern")
        }
        let pattern = arguments.removeFirst()
        let patterns = (pattern.list ?? [pattern]).compactMap(\.text)
        var answers: [IMAPCommand.Value] = []
        if arguments.first?.text?.uppercased() == "RETURN" { answers = arguments.dropFirst().first?.list ?? [] }
        let account = try requireAccount()
        if patterns == [""] {
            conversation.write("* LIST (\\Noselect) \(IMAPText.quoted(String(account.delimiter))) \"\"\r\n")
            return nil
        }
        let statusItems = answers.firstIndex { $0.text?.uppercased() == "STATUS" }
            .flatMap { $0 + 1 < answers.count ? answers[$0 + 1].list?.compactMap(\.text) : nil }
        let showsSubscribed =
            selection.contains("SUBSCRIBED") || answers.contains { $0.text?.uppercased() == "SUBSCRIBED" }
        for folder in matching(patterns, reference, of: account) {
            if selection.contains("SUBSCRIBED"), !folder.subscribed { continue }
            if selection.contains("SPECIAL-USE"), folder.specialUse == nil { continue }
            conversation.write(listLine("LIST", folder, of: account, showsSubscribed: showsSubscribed))
            if let statusItems { conversation.write(try statusLine(folder, statusItems)) }
        }
        return nil
    }

    func lsub(_ command: IMAPCommand) throws -> String? {
        guard command.arguments.count == 2, let reference = command.arguments[0].text,
            let pattern = command.arguments[1].text
        else { throw IMAPRefusal.bad("LSUB takes a reference and a pattern") }
        let account = try requireAccount()
        for folder in matching([pattern], reference, of: account) where folder.subscribed {
            conversation.write(listLine("LSUB", folder, of: account, showsSubscribed: false))
        }
        return nil
    }

    /// The folder a command names first.
    func folderName(_ command: IMAPCommand) throws -> String {
        guard let name = command.arguments.first?.text, !name.isEmpty else { throw IMAPRefusal.bad("which folder?") }
        return try folderName(name)
    }

    func folderName(_ wire: String) throws -> String {
        guard let name = ModifiedUTF7.decode(wire) else {
            throw IMAPRefusal.bad("a folder's name must be in modified UTF-7")
        }
        return name
    }

    private func statusLine(_ folder: Folder, _ items: [String]) throws -> String {
        let values = try items.map { item in
            let item = item.uppercased()
            switch item {
            case "MESSAGES": return "\(item) \(folder.messages.count)"
            case "RECENT": return "\(item) 0"
            case "UIDNEXT": return "\(item) \(folder.uidNext)"
            case "UIDVALIDITY": return "\(item) \(folder.uidValidity)"
            case "UNSEEN": return "\(item) \(folder.messages.count { !$0.flags.contains(.seen) })"
            case "HIGHESTMODSEQ" where options.has("CONDSTORE"): return "\(item) \(folder.highestModSeq)"
            default: throw IMAPRefusal.bad("STATUS does not know \(item)")
            }
        }
        return "* STATUS \(IMAPText.folder(folder.name)) (\(values.joined(separator: " ")))\r\n"
    }

    private func listLine(_ verb: String, _ folder: Folder, of account: Account, showsSubscribed: Bool) -> String {
        var attributes: [String] = []
        if options.has("CHILDREN") {
            let prefix = folder.name + String(account.delimiter)
            let hasChildren = account.folders.contains { $0.name.hasPrefix(prefix) }
            attributes.append(hasChildren ? "\\HasChildren" : "\\HasNoChildren")
        }
        if showsSubscribed, folder.subscribed { attributes.append("\\Subscribed") }
        if options.has("SPECIAL-USE"), let use = folder.specialUse { attributes.append(use.rawValue) }
        let delimiter = IMAPText.quoted(String(account.delimiter))
        return "* \(verb) (\(attributes.joined(separator: " "))) \(delimiter) \(IMAPText.folder(folder.name))\r\n"
    }

    private func matching(_ patterns: [String], _ reference: String, of account: Account) -> [Folder] {
        account.folders.filter { folder in
            let name = Array(ModifiedUTF7.encode(folder.name))
            return patterns.contains { pattern in
                var pattern = reference + pattern
                if folder.name == "INBOX", pattern.uppercased() == "INBOX" { pattern = "INBOX" }
                return FolderPattern.matches(Array(pattern)[...], name[...], delimiter: account.delimiter)
            }
        }
    }

    private func specialUse(named name: String) -> Folder.SpecialUse? {
        Folder.SpecialUse.allCases.first { $0.rawValue.lowercased() == name.lowercased() }
    }
}

/// LIST's wildcards: `*` stands for anything, `%` for anything within a level (RFC 3501 section 6.3.8).
enum FolderPattern {
    static func matches(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>, delimiter: Character) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        let rest = pattern.dropFirst()
        guard first == "*" || first == "%" else {
            return first == name.first && matches(rest, name.dropFirst(), delimiter: delimiter)
        }
        var name = name
        while true {
            if matches(rest, name, delimiter: delimiter) { return true }
            guard let next = name.first, first == "*" || next != delimiter else { return false }
            name = name.dropFirst()
        }
    }
}
