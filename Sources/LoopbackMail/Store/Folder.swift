import Foundation

/// A folder of an account with its messages, and the journal from which each IMAP session learns what it has missed.
public struct Folder: Sendable {
    /// What a folder is for (RFC 6154).
    public enum SpecialUse: String, Sendable, CaseIterable {
        case sent = "\\Sent"
        case drafts = "\\Drafts"
        case junk = "\\Junk"
        case trash = "\\Trash"
        case archive = "\\Archive"
        case all = "\\All"
    }

    /// One change, in the order they happened.
    enum Change: Sendable {
        case arrived(StoredMessage.UID)
        case flags(StoredMessage.UID)
        case removed(StoredMessage.UID)
    }

    /// What a STORE does with the flags it names.
    enum FlagChange: Sendable { case replace, add, remove }

    /// Its full name in Unicode, levels parted by the account's delimiter.
    public internal(set) var name: String

    public internal(set) var specialUse: SpecialUse?

    public internal(set) var subscribed: Bool

    public private(set) var uidValidity: UInt32

    public private(set) var uidNext: StoredMessage.UID = .first

    /// The highest number any change has had (RFC 7162).
    public private(set) var highestModSeq: UInt64 = 1

    /// In the order of their UIDs.
    public private(set) var messages: [StoredMessage] = []

    private(set) var journal: [Change] = []

    init(name: String, specialUse: SpecialUse?, uidValidity: UInt32, subscribed: Bool = true) {
        self.name = name
        self.specialUse = specialUse
        self.uidValidity = uidValidity
        self.subscribed = subscribed
    }

    func message(_ uid: StoredMessage.UID) -> StoredMessage? {
        index(of: uid).map { messages[$0] }
    }

    mutating func append(_ bytes: [UInt8], flags: Set<StoredMessage.Flag>, date: Date) -> StoredMessage.UID {
        let uid = uidNext
        uidNext = uid.next
        highestModSeq += 1
        messages.append(
            StoredMessage(uid: uid, bytes: bytes, flags: flags, date: date, modSeq: highestModSeq))
        journal.append(.arrived(uid))
        return uid
    }

    /// Changes the flags of those messages that exist; does nothing to a message whose flags stay as they are.
    mutating func change(
        _ flags: Set<StoredMessage.Flag>, _ how: FlagChange, of uids: some Sequence<StoredMessage.UID>
    ) {
        for uid in uids {
            guard let index = index(of: uid) else { continue }
            let old = messages[index].flags
            let new =
                switch how {
                case .replace: flags
                case .add: old.union(flags)
                case .remove: old.subtracting(flags)
                }
            guard new != old else { continue }
            highestModSeq += 1
            messages[index].flags = new
            messages[index].modSeq = highestModSeq
            journal.append(.flags(uid))
        }
    }

    /// Takes out those messages that exist, and gives them back.
    mutating func remove(_ uids: some Sequence<StoredMessage.UID>) -> [StoredMessage] {
        var removed: [StoredMessage] = []
        for uid in uids {
            guard let index = index(of: uid) else { continue }
            removed.append(messages.remove(at: index))
            highestModSeq += 1
            journal.append(.removed(uid))
        }
        return removed
    }

    /// Numbers all messages from 1 under a new UIDVALIDITY, as a server does that has lost its index.
    mutating func renumber(uidValidity: UInt32) {
        let old = messages
        self.uidValidity = uidValidity
        uidNext = .first
        messages = []
        journal = []
        for message in old { _ = append(message.bytes, flags: message.flags, date: message.date) }
    }

    private func index(of uid: StoredMessage.UID) -> Int? {
        let index = messages.partition(from: { $0.uid >= uid })
        return index < messages.endIndex && messages[index].uid == uid ? index : nil
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index from which `holds` is true of every element; the collection must be ordered that way.
    func partition(from holds: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
