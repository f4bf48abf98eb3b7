import Correspondence
import Foundation
import Ledger
import LoopbackMail

/// Holds what is left of a world to the promises.
struct Verdict {
    let world: World
    let letters: [Post.Letter]
    let log: LogTail
    /// How many replies each mail has, by its Message-ID with brackets.
    private let replied: [String: Int]

    init(world: World, letters: [Post.Letter], log: LogTail) {
        self.world = world
        self.letters = letters
        self.log = log
        replied = Dictionary(
            world.smtp.mails.map { ($0.header("In-Reply-To") ?? "", 1) }, uniquingKeysWith: +)
    }

    /// The promises that were broken, in words.
    func broken() async -> [String] {
        var broken: [String] = []
        do {
            let ledger = try SQLiteLedger.open(readOnly: world.store)
            let events = try await events(of: ledger)
            for letter in letters { broken += judge(letter, events[letter.id] ?? [:]) }
            broken += try await rows(ledger)
            if case .broken(let number, let why) = try await ledger.verifyChain() {
                broken.append("the chain breaks at event \(number): \(why)")
            }
            broken += try await folders(ledger)
        } catch {
            broken.append("the store cannot be read: \(error)")
        }
        return broken + strangers()
    }

    // MARK: Each mail

    private func judge(_ letter: Post.Letter, _ told: [EventName: Int]) -> [String] {
        var broken: [String] = []
        let replies = replies(to: letter.id)
        func expect(_ holds: Bool, _ words: String) {
            if !holds { broken.append("\(letter.id) (\(world.provider.rawValue)): \(words)") }
        }
        expect(told[.messageReceived] == 1, "message.received stands \(told[.messageReceived] ?? 0) times")
        switch letter.fate {
        case .anything: expect(replies <= 1, "was answered \(replies) times")
        case .held, .ignored:
            expect(replies == 0, "must not be answered, was \(replies) times")
            if letter.fate == .held { expect(told[.messageHeld] == 1, "is not held for a person") }
        case .answered:
            let held = told[.replyHeld] ?? 0
            let sent = told[.replySent] ?? 0
            expect(replies <= 1, "was answered \(replies) times")
            expect(sent <= 1, "reply.sent stands \(sent) times")
            if world.provider.proves {
                expect(replies == 1 && sent == 1, "has \(replies) replies and \(sent) reply.sent, must have one")
            } else if held > 0 {
                expect(sent == 0, "is held and sent at once")
                expect(log.reasons[letter.id]?.contains("ambiguous") == true, "is held without the reason")
            } else {
                expect(replies == 1 && sent == 1, "has \(replies) replies and \(sent) reply.sent, and is not held")
            }
            expect((told[.replyFiled] ?? 0) == sent, "was sent \(sent) times, filed \(told[.replyFiled] ?? 0) times")
        }
        return broken
    }

    private func replies(to id: String) -> Int {
        replied["<\(id)>"] ?? 0
    }

    /// Mail that went to anybody for any other reason.
    private func strangers() -> [String] {
        let known = Set(letters.map { "<\($0.id)>" })
        return world.smtp.mails.filter { !known.contains($0.header("In-Reply-To") ?? "") }.map {
            "a mail answers nothing that came: \($0)"
        }
    }

    private func events(of ledger: SQLiteLedger) async throws -> [String: [EventName: Int]] {
        var told: [String: [EventName: Int]] = [:]
        var last: Int64 = 0
        while true {
            let batch = try await ledger.events(after: last, limit: 1000)
            guard let end = batch.last else { return told }
            for event in batch.compactMap(\.event) {
                if let message = event.message { told[message, default: [:]][event.name, default: 0] += 1 }
            }
            last = end.number
        }
    }

    // MARK: The store

    /// Nothing is left half done, and nothing is there that nobody sent.
    private func rows(_ ledger: SQLiteLedger) async throws -> [String] {
        var broken: [String] = []
        let summary = try await ledger.summary(at: Instant(Date()))
        let counts = summary.mailboxes["main"] ?? .init()
        if counts.waiting + counts.sending + counts.failed > 0 {
            broken.append("\(counts.waiting) replies wait, \(counts.sending) are in sending, \(counts.failed) failed")
        }
        for letter in letters {
            let rows = try await ledger.messages(withID: letter.id)
            if rows.count != 1 { broken.append("\(letter.id): \(rows.count) rows in the store") }
            guard let row = rows.first else { continue }
            let kept = try await ledger.source(row.key)
            if kept != letter.bytes { broken.append("\(letter.id): the store's copy is not the mail that came") }
        }
        return broken
    }

    // MARK: The mailbox

    /// Flags and copies agree with the store.
    private func folders(_ ledger: SQLiteLedger) async throws -> [String] {
        var broken: [String] = []
        let fates = Dictionary(letters.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let inbox = world.box.entries()
        if inbox.count != letters.count { broken.append("INBOX has \(inbox.count) mails of \(letters.count)") }
        for mail in inbox {
            let id = Self.header("Message-ID", of: mail).trimmingCharacters(in: ["<", ">"])
            guard fates[id] != nil else { continue }
            let filed = log.count("reply.filed", of: id) > 0
            if mail.isAnswered != filed { broken.append("\(id): \\Answered is not as the store has it") }
            if mail.isSeen { broken.append("\(id): was marked \\Seen") }
        }
        guard world.provider != .forgets else { return broken }
        let copies = Dictionary(
            world.box.entries(in: "Sent").map { (Self.header("In-Reply-To", of: $0), 1) }, uniquingKeysWith: +)
        for letter in letters {
            let count = copies["<\(letter.id)>"] ?? 0
            let sent = log.count("reply.sent", of: letter.id)
            if count > 1 { broken.append("\(letter.id): \(count) copies in Sent") }
            if sent > 0, count == 0 { broken.append("\(letter.id): no copy in Sent") }
        }
        return broken
    }

    private static func header(_ name: String, of mail: PostBox.Entry) -> String {
        // Dovecot stores lines with LF alone.
        for line in String(decoding: mail.bytes.prefix(4000), as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        {
            if line.isEmpty { break }
            if line.lowercased().hasPrefix(name.lowercased() + ":") {
                return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
            }
        }
        return ""
    }
}
