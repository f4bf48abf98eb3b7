import Foundation

/// What became of messages that were to be moved.
public enum MoveOutcome: Sendable {
    /// The server's proof of their new UIDs, where it gave one.
    case moved(UIDValidity?, to: UIDSet)
    /// Neither MOVE nor UIDPLUS: nothing was done, the messages stay where they are.
    case left
}

/// How flags are to be changed.
public enum FlagChange: Sendable {
    case add(Set<Flag>)
    case remove(Set<Flag>)
}

extension IMAPSession {
    /// The UIDs of the messages that meet the criteria, rising.
    public func search(_ criteria: SearchCriteria) async throws -> [UID] {
        var command = IMAPCommand("UID SEARCH", has("ESEARCH") ? "RETURN (ALL) " : "")
        if !has("ESEARCH") { command.add(" ") }
        if criteria.isForeign { command.add("CHARSET UTF-8 ") }
        criteria.write(to: &command)
        var ranges: [ClosedRange<UInt32>] = []
        try await perform(command) { response in
            if case .search(let set) = response { ranges += set.ranges } else { self.noteFetch(response) }
        }
        let found = UIDSet(ranges: ranges)
        // A set may claim four billion UIDs in ten bytes; a folder has no more than it said.
        guard found.count <= Int(selected?.exists ?? 0) + 100_000 else {
            throw await violation("more messages found than there are")
        }
        let uids = Array(found.uids)
        guard case .from(let first) = criteria else { return uids }
        return uids.filter { $0 >= first }
    }

    /// The present flags of messages; those that are gone are not in the result.
    public func fetchFlags(_ uids: UIDSet) async throws -> [UID: Set<Flag>] {
        var found: [UID: Set<Flag>] = [:]
        for part in uids.parts() {
            try await perform(IMAPCommand("UID FETCH", "\(part) (UID FLAGS)")) { response in
                guard case .fetch(let data) = response else { return }
                if let uid = data.uid, let flags = data.flags, uids.contains(uid) {
                    found[uid] = flags
                } else {
                    self.note(unasked: data)
                }
            }
        }
        return found
    }

    /// Some header fields of each message, as they stand in it; for finding one's own mail in Sent.
    public func fetchHeaders(_ uids: UIDSet, _ names: [String]) async throws -> [UID: [UInt8]] {
        let good = names.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 > 32 && $0 < 127 && Grammar.isAtom($0) } }
        guard good, !names.isEmpty else { throw TransportError(.unacceptable("a header name"), at: endpoint) }
        let item = "BODY.PEEK[HEADER.FIELDS (\(names.joined(separator: " ")))]"
        var found: [UID: [UInt8]] = [:]
        for part in uids.parts() {
            try await perform(IMAPCommand("UID FETCH", "\(part) (UID \(item))")) { response in
                guard case .fetch(let data) = response else { return }
                guard let uid = data.uid, uids.contains(uid),
                    let section = data.sections.first(where: { $0.section.hasPrefix("HEADER.FIELDS") }),
                    case .bytes(let bytes) = section.content
                else { return self.note(unasked: data) }
                found[uid] = bytes
            }
        }
        return found
    }

    /// Changes flags, silently: the new ones are not reported back.
    public func store(_ uids: UIDSet, _ change: FlagChange) async throws {
        let (sign, flags) =
            switch change {
            case .add(let flags): ("+", flags)
            case .remove(let flags): ("-", flags)
            }
        guard !flags.isEmpty else { return }
        let list = flags.map(\.name).sorted().joined(separator: " ")
        for part in uids.parts() {
            try await perform(IMAPCommand("UID STORE", "\(part) \(sign)FLAGS.SILENT (\(list))")) { self.noteFetch($0) }
        }
    }

    /// Moves messages by MOVE, else by COPY and UID EXPUNGE, else not at all. Never by EXPUNGE or CLOSE, which would
    /// remove what other people have marked.
    public func move(_ uids: UIDSet, to folder: FolderName) async throws -> MoveOutcome {
        await turn()
        defer { endTurn() }
        let moves = has("MOVE")
        guard moves || has("UIDPLUS") else { return .left }
        var validity: UIDValidity?
        var targets: [ClosedRange<UInt32>] = []
        for part in uids.parts() {
            var command = IMAPCommand(moves ? "UID MOVE" : "UID COPY", "\(part) ")
            command.add(folder)
            var codes: [ResponseCode?] = []
            let status = try await run(command) { response in
                if case .status(let status) = response { codes.append(status.code) } else { self.noteFetch(response) }
            }
            for case .copied(let value, _, let to) in codes + [status.code] {
                validity = value
                targets += to.ranges
            }
            guard !moves else { continue }
            _ = try await run(IMAPCommand("UID STORE", "\(part) +FLAGS.SILENT (\\Deleted)")) { self.noteFetch($0) }
            _ = try await run(IMAPCommand("UID EXPUNGE", "\(part)"))
        }
        return .moved(validity, to: UIDSet(ranges: targets))
    }

    /// Removes messages for good by UID EXPUNGE (RFC 4315). Without UIDPLUS nothing is done: EXPUNGE would remove what
    /// other people have marked.
    ///
    /// - Returns: false where the server lacks it.
    public func remove(_ uids: UIDSet) async throws -> Bool {
        guard has("UIDPLUS") else { return false }
        for part in uids.parts() {
            try await perform(IMAPCommand("UID STORE", "\(part) +FLAGS.SILENT (\\Deleted)")) { self.noteFetch($0) }
            try await perform(IMAPCommand("UID EXPUNGE", "\(part)")) { self.noteFetch($0) }
        }
        return true
    }

    /// Files a message in a folder; its UID there, where the server tells it (UIDPLUS).
    /// - Throws: `serverRefused`, with `[TRYCREATE]` in the reply where the folder does not exist.
    @discardableResult
    public func append(
        _ message: [UInt8], to folder: FolderName, flags: Set<Flag> = [], date: Date? = nil
    ) async throws -> UID? {
        guard !message.contains(0) else { throw TransportError(.unacceptable("a NUL in the message"), at: endpoint) }
        var command = IMAPCommand("APPEND")
        command.add(" ")
        command.add(folder)
        if !flags.isEmpty { command.add(" (\(flags.map(\.name).sorted().joined(separator: " ")))") }
        if let date { command.add(" \"\(InternalDate.format(date))\"") }
        command.add(" ")
        command.add(literal: message)
        let status = try await perform(command) { self.noteFetch($0) }
        guard case .appended(_, let set) = status.code, set.count == 1 else { return nil }
        return set.uids.first { _ in true }
    }
}
