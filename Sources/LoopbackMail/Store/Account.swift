import Foundation

/// One user's folders and messages. Safe to use from any thread: all of it stands under one lock.
public final class Account: Sendable {
    /// The folders a new user gets beside INBOX.
    public static let usualFolders: [Folder.SpecialUse: String] = [
        .sent: "Sent", .drafts: "Drafts", .junk: "Junk", .trash: "Trash",
    ]

    public let name: String

    /// What parts the levels of a folder's name.
    public let delimiter: Character

    private let contents: Watched<Contents>

    init(name: String, folders: [Folder.SpecialUse: String], delimiter: Character) {
        self.name = name
        self.delimiter = delimiter
        var contents = Contents()
        contents.add("INBOX", specialUse: nil)
        for (use, name) in folders.sorted(by: { $0.value < $1.value }) { contents.add(name, specialUse: use) }
        self.contents = Watched(contents)
    }

    // MARK: What a test does

    /// Puts a message into a folder, as a delivery agent does; sessions in IDLE on it hear of it at once.
    ///
    /// - Throws: `MailStoreError.noSuchFolder`.
    @discardableResult
    public func deliver(
        _ bytes: some Sequence<UInt8>, to folder: String = "INBOX", flags: Set<StoredMessage.Flag> = [],
        date: Date = Date()
    ) throws -> StoredMessage.UID {
        let bytes = Array(bytes)
        return try change(folder) { $0.append(bytes, flags: flags, date: date) }
    }

    @discardableResult
    public func deliver(
        _ text: String, to folder: String = "INBOX", flags: Set<StoredMessage.Flag> = [], date: Date = Date()
    ) throws -> StoredMessage.UID {
        try deliver(text.utf8, to: folder, flags: flags, date: date)
    }

    /// The messages of a folder as they are now; none where there is no such folder.
    public func messages(in folder: String = "INBOX") -> [StoredMessage] {
        self.folder(folder)?.messages ?? []
    }

    /// Sets flags as a person does in another mail program.
    public func setFlags(
        _ flags: Set<StoredMessage.Flag>, of uid: StoredMessage.UID, in folder: String = "INBOX"
    ) throws {
        try change(folder) { $0.change(flags, .replace, of: [uid]) }
    }

    /// Removes a message as a person does in another mail program.
    public func remove(_ uid: StoredMessage.UID, from folder: String = "INBOX") throws {
        _ = try change(folder) { $0.remove([uid]) }
    }

    /// Moves a message as a person does in another mail program.
    public func move(_ uid: StoredMessage.UID, from folder: String = "INBOX", to target: String) throws {
        _ = try transfer([uid], from: folder, to: target, removing: true)
    }

    /// Numbers a folder's messages anew under another UIDVALIDITY; sessions that have it selected are ended.
    public func setUIDValidity(_ uidValidity: UInt32, of folder: String = "INBOX") throws {
        try change(folder) { $0.renumber(uidValidity: uidValidity) }
    }

    /// Returns once `condition` holds of the folders by name; looks again at each change.
    ///
    /// - Throws: `WaitTimedOut` after `limit`.
    public func waitUntil(
        _ what: String = "a change of the folders", within limit: Duration = .seconds(180),
        _ condition: @escaping @Sendable ([String: Folder]) -> Bool
    ) async throws {
        try await contents.wait(for: what, within: limit) { condition($0.folders) }
    }

    // MARK: Folders

    /// All folders by name.
    public var folders: [Folder] {
        contents.read { $0.folders.values.sorted { $0.name < $1.name } }
    }

    public func folder(_ name: String) -> Folder? {
        contents.read { $0.folders[Contents.canonical(name)] }
    }

    /// Makes a folder and those above it.
    ///
    /// - Throws: `MailStoreError.folderExists`, `.impossibleName`.
    public func create(_ name: String, specialUse: Folder.SpecialUse? = nil) throws {
        let levels = name.split(separator: delimiter, omittingEmptySubsequences: false)
        guard !levels.contains("") else { throw MailStoreError.impossibleName(name) }
        try contents.update { contents in
            guard contents.folders[Contents.canonical(name)] == nil else { throw MailStoreError.folderExists(name) }
            for depth in 1..<max(levels.count, 1) {
                let parent = levels.prefix(depth).joined(separator: String(delimiter))
                if contents.folders[Contents.canonical(parent)] == nil { contents.add(parent, specialUse: nil) }
            }
            contents.add(name, specialUse: specialUse)
        }
    }

    /// Removes a folder with its messages; INBOX can't be removed.
    public func delete(_ name: String) throws {
        let name = Contents.canonical(name)
        guard name != "INBOX" else { throw MailStoreError.impossibleName(name) }
        try contents.update { contents in
            guard contents.folders.removeValue(forKey: name) != nil else { throw MailStoreError.noSuchFolder(name) }
        }
    }

    /// Reads a folder under the lock.
    func read<Result: Sendable>(_ name: String, _ body: (Folder) throws -> Result) throws -> Result {
        try contents.read { contents in
            guard let folder = contents.folders[Contents.canonical(name)] else {
                throw MailStoreError.noSuchFolder(name)
            }
            return try body(folder)
        }
    }

    /// Changes a folder in place under the lock.
    func change<Result: Sendable>(_ name: String, _ body: (inout Folder) throws -> Result) throws -> Result {
        try contents.update { try $0.change(name, body) }
    }

    /// Copies or moves messages in one step; what is not there is passed over.
    ///
    /// - Returns: the target's UIDVALIDITY with the old and the new UIDs, in the same order (RFC 4315).
    func transfer(
        _ uids: [StoredMessage.UID], from source: String, to target: String, removing: Bool
    ) throws -> (uidValidity: UInt32, from: [StoredMessage.UID], to: [StoredMessage.UID]) {
        try contents.update { contents in
            _ = try contents.change(target) { _ in }
            let messages = try contents.change(source) { folder in
                removing ? folder.remove(uids) : uids.compactMap { folder.message($0) }
            }
            return try contents.change(target) { folder in
                let new = messages.map { folder.append($0.bytes, flags: $0.flags, date: $0.date) }
                return (folder.uidValidity, messages.map(\.uid), new)
            }
        }
    }

    /// Calls back after each change of any folder, until `stopObserving`.
    func observe(_ observer: @escaping @Sendable () -> Void) -> Int { contents.observe(observer) }

    func stopObserving(_ number: Int) { contents.removeObserver(number) }
}

/// What stands under the account's lock.
private struct Contents: Sendable {
    var folders: [String: Folder] = [:]

    /// Each folder gets its own, and a folder made anew another one.
    private var nextUIDValidity: UInt32 = 1_700_000_001

    mutating func add(_ name: String, specialUse: Folder.SpecialUse?) {
        let name = Contents.canonical(name)
        folders[name] = Folder(name: name, specialUse: specialUse, uidValidity: nextUIDValidity)
        nextUIDValidity += 1
    }

    mutating func change<Result>(_ name: String, _ body: (inout Folder) throws -> Result) throws -> Result {
        let name = Contents.canonical(name)
        guard folders[name] != nil else { throw MailStoreError.noSuchFolder(name) }
        return try body(&folders[name, default: Folder(name: name, specialUse: nil, uidValidity: 1)])
    }

    /// INBOX is the same in any case (RFC 3501 section 5.1).
    static func canonical(_ name: String) -> String { name.uppercased() == "INBOX" ? "INBOX" : name }
}

/// Why the store can't do what it was asked.
public enum MailStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    case noSuchFolder(String)
    case folderExists(String)
    case impossibleName(String)

    public var description: String {
        switch self {
        case .noSuchFolder(let name): "there is no folder \(name)"
        case .folderExists(let name): "the folder \(name) exists already"
        case .impossibleName(let name): "\(name) can't be made or removed as a folder"
        }
    }
}
