import Foundation

/// A message as it was fetched.
public struct FetchedMessage: Sendable {
    public enum Content: Sendable {
        case whole([UInt8])
        /// Larger than the limit: only its header, and its size in bytes as the server says.
        case tooBig(UInt64, header: [UInt8])
        /// The server could not give it; its own words.
        case unreadable(String)
    }

    public let uid: UID
    public let flags: Set<Flag>
    /// When the server received it; nil where it did not say.
    public let internalDate: Date?
    public let content: Content

    public init(uid: UID, flags: Set<Flag>, internalDate: Date?, content: Content) {
        self.uid = uid
        self.flags = flags
        self.internalDate = internalDate
        self.content = content
    }
}

/// What a message is before its content has come.
private struct Outline {
    let flags: Set<Flag>
    let date: Date?
    let size: UInt64
}

extension IMAPSession {
    /// Fetches whole messages, pipelined, and hands them over in parts of about a megabyte, rising by UID as far as the
    /// server keeps to it. While `deliver` runs nothing is read, so memory stays bounded. `\Seen` is not set.
    ///
    /// Messages over `limit` bytes come as `tooBig` with their header. Those that have gone meanwhile are returned.
    /// - Parameter deliver: must not use this session. What it throws ends the fetch and is thrown on.
    public func fetch(
        _ uids: UIDSet, limit: Int = 50 << 20, _ deliver: @Sendable ([FetchedMessage]) async throws -> Void
    ) async throws -> UIDSet {
        await turn()
        defer { endTurn() }
        var missing: [ClosedRange<UInt32>] = []
        // A window of outlines at a time: a mailbox may have a million messages.
        for window in uids.parts(span: 20_000) {
            let outlines = try await outlines(window)
            let small = outlines.filter { $0.value.size <= UInt64(limit) }
            var job = FetchJob(outlines: small, section: "", limit: limit)
            try await run(&job, deliver)
            var big = FetchJob(
                outlines: outlines.filter { $0.value.size > UInt64(limit) }, section: "HEADER", limit: limit)
            try await run(&big, deliver)
            let come = UIDSet(outlines.keys).subtracting(UIDSet(job.waiting.union(big.waiting)))
            missing += window.subtracting(come).ranges
        }
        return UIDSet(ranges: missing)
    }

    private func outlines(_ uids: UIDSet) async throws -> [UID: Outline] {
        var found: [UID: Outline] = [:]
        let count = selected?.exists ?? 0
        _ = try await run(IMAPCommand("UID FETCH", "\(uids) (UID FLAGS INTERNALDATE RFC822.SIZE)")) { response in
            guard case .fetch(let data) = response else { return }
            guard let uid = data.uid, let size = data.size, uids.contains(uid) else { return self.note(unasked: data) }
            found[uid] = Outline(flags: data.flags ?? [], date: data.internalDate, size: size)
        }
        guard found.count <= Int(max(count, selected?.exists ?? 0)) else {
            throw await violation("more messages fetched than there are")
        }
        return found
    }

    /// Sends the job's commands two ahead and takes what comes.
    private func run(_ job: inout FetchJob, _ deliver: @Sendable ([FetchedMessage]) async throws -> Void) async throws {
        var wait = ProgressWait(timeouts.response, budget: job.budget)
        var failure: (any Error)?
        while !job.isDone {
            while failure == nil, job.running.count < 2, let part = job.nextPart() {
                let tag = nextTag()
                let item = "BODY.PEEK[\(job.section)]"
                job.running[tag] = part
                _ = try await write(IMAPCommand("UID FETCH", "\(part) (UID FLAGS \(item))"), tag: tag, wait: &wait)
            }
            guard !job.running.isEmpty else { break }
            switch try await read(&wait, doing: "UID FETCH") {
            case .completed(let tag, let status):
                guard let part = job.running.removeValue(forKey: tag) else {
                    throw await violation("an answer to no command")
                }
                if status.condition != .ok { job.refused(part, connection.mask.line(status.text)) }
            case .fetch(let data):
                if !job.take(data) { note(unasked: data) }
            default: break
            }
            guard job.gathered >= 1 << 20 || job.running.isEmpty else { continue }
            do {
                if failure == nil, !job.ready.isEmpty { try await deliver(job.takeReady()) }
            } catch {
                // What was asked for still comes; it is read and dropped, so that the session stays usable.
                failure = error
            }
            _ = job.takeReady()
            wait.renew()
        }
        if let failure { throw failure }
    }
}

/// The state of one pipelined fetch.
private struct FetchJob {
    let section: String
    /// What has been asked or will be, and has not come.
    private(set) var waiting: Set<UID>
    /// The commands the server is working on.
    var running: [String: UIDSet] = [:]
    /// What has come and is not yet delivered, and how many bytes that is.
    private(set) var ready: [FetchedMessage] = []
    private(set) var gathered = 0
    /// The most that may come in all.
    let budget: Int
    private let outlines: [UID: Outline]
    private var parts: ArraySlice<UIDSet>

    init(outlines: [UID: Outline], section: String, limit: Int) {
        self.outlines = outlines
        self.section = section
        waiting = Set(outlines.keys)
        var parts: [UIDSet] = []
        var current: [UID] = []
        var size: UInt64 = 0
        var total: UInt64 = 0
        for uid in outlines.keys.sorted() {
            let next = section.isEmpty ? outlines[uid]?.size ?? 0 : 0
            if size + next > 4 << 20 || current.count == 500, !current.isEmpty {
                parts.append(UIDSet(current))
                current = []
                size = 0
            }
            current.append(uid)
            size += next
            total += next
        }
        if !current.isEmpty { parts.append(UIDSet(current)) }
        self.parts = parts[...]
        budget = Int(clamping: total * 2) + outlines.count * (64 << 10) + (64 << 20)
    }

    var isDone: Bool { parts.isEmpty && running.isEmpty }

    mutating func nextPart() -> UIDSet? { parts.popFirst() }

    mutating func takeReady() -> [FetchedMessage] {
        defer {
            ready = []
            gathered = 0
        }
        return ready
    }

    /// False where the data is not what was asked for.
    mutating func take(_ data: FetchResponse) -> Bool {
        guard let uid = data.uid, let content = data.section(section), waiting.contains(uid),
            let outline = outlines[uid]
        else { return false }
        waiting.remove(uid)
        let taken: FetchedMessage.Content
        switch content {
        case .bytes(let bytes):
            gathered += bytes.count
            taken = section.isEmpty ? .whole(bytes) : .tooBig(outline.size, header: bytes)
        case .dropped(let length): taken = .tooBig(length, header: [])
        case .missing: taken = .unreadable("NIL instead of the message")
        }
        ready.append(
            FetchedMessage(uid: uid, flags: data.flags ?? outline.flags, internalDate: outline.date, content: taken))
        return true
    }

    /// The server refused a command: its messages are asked for one by one; a single one is unreadable.
    mutating func refused(_ part: UIDSet, _ words: String) {
        let left = part.uids.filter { waiting.contains($0) }
        guard part.count == 1, let uid = left.first, let outline = outlines[uid] else {
            parts = ArraySlice(left.map { UIDSet([$0]) } + parts)
            return
        }
        waiting.remove(uid)
        ready.append(
            FetchedMessage(uid: uid, flags: outline.flags, internalDate: outline.date, content: .unreadable(words)))
    }
}
