import Correspondence
import Ledger
import MIME
import Transport

/// Plays a past through the daemon's own route: what came in is taken in by ``Intake``, what is due goes to
/// ``Dispatcher``, each at its time. There is no second set of rules that could disagree.
struct Simulation {
    private let mailbox: SimulatedMailbox
    private let intake: Intake
    private let dispatcher: Dispatcher
    /// When the next reply is due; looked up again after whatever may have changed it.
    private var wake: Instant?
    private var isWakeKnown = false
    private var lastUID: UInt32 = 0
    /// Where each mail of the ledger lies, and what could not be had.
    private(set) var names: [Int64: String] = [:]
    private(set) var unreadable: [(file: String, why: String)] = []

    private var ledger: SQLiteLedger { mailbox.ledger }
    private var name: String { mailbox.context.name }

    init(_ mailbox: SimulatedMailbox) {
        self.mailbox = mailbox
        intake = Intake(context: mailbox.context)
        dispatcher = Dispatcher(simulating: mailbox.context, courier: SimulatedCourier())
    }

    /// - Parameter progress: called with how many of them are done.
    mutating func play(_ happenings: [Past.Happening], progress: (Int, Instant) -> Void) async throws {
        guard let first = happenings.first?.time else { return }
        // As if replyd had always been there: no mail is older than its first start.
        _ = try await ledger.firstStart(name, at: first - .seconds(1))
        try await ledger.beginFolder(name, Self.folder, uidValidity: Self.validity, after: 0, at: first)
        for start in stride(from: 0, to: happenings.count, by: Self.part) {
            let part = Array(happenings[start..<min(start + Self.part, happenings.count)])
            let mailbox = mailbox
            let ready = await Self.concurrently(part) { await Self.read($0, mailbox) }
            for (happening, ready) in zip(part, ready) {
                try await sendDue(until: happening.time)
                mailbox.clock.advance(to: happening.time)
                try await take(ready, named: happening.name)
            }
            progress(start + part.count, part.last?.time ?? first)
        }
        try await sendDue(until: .distantFuture)
    }

    /// What is read of a happening beforehand, on all cores.
    private enum Ready: Sendable {
        case mail([UInt8], MailReading)
        case answer(PersonsAnswer)
        case unreadable(String)
    }

    private static func read(_ happening: Past.Happening, _ mailbox: SimulatedMailbox) async -> Ready {
        do {
            switch happening.what {
            case .mail(let load):
                let bytes = try await load()
                return .mail(bytes, mailbox.context.reader.read(bytes))
            case .sent(let load, let place):
                return .answer(answer(try await load(), at: happening.time, place: place, mailbox))
            case .answer(let answer): return .answer(answer)
            }
        } catch {
            return .unreadable("it cannot be read: \(error)")
        }
    }

    private static func answer(
        _ bytes: [UInt8], at time: Instant, place: String, _ mailbox: SimulatedMailbox
    ) -> PersonsAnswer {
        let mail = Mail.parse(bytes)
        let who = mail.from.flatMap { EmailAddress($0.address) }
        let understanding = mailbox.recogniser(sentFrom: who).understand(mail)
        var answer = PersonsAnswer(
            mailbox: mailbox.context.name, at: time, place: place, who: who, messageID: mail.messageID,
            references: mail.references + mail.inReplyTo.filter { !mail.references.contains($0) },
            orders: understanding.orderIDs)
        if case .ownCopy(let copy) = understanding.recognition {
            answer.conversation = copy.conversation
            answer.alias = copy.alias
            answer.buyerName = copy.buyerName
        } else {
            // A buyer outside of the marketplaces has the address as alias.
            answer.alias = mail.to.first?.address.lowercased()
        }
        return answer
    }

    private mutating func take(_ ready: Ready, named file: String) async throws {
        switch ready {
        case .unreadable(let why): unreadable.append((file, why))
        case .answer(let answer):
            _ = try await ledger.answeredByPerson(answer, at: mailbox.clock.now)
            isWakeKnown = false
        case .mail(let bytes, let reading):
            guard let uid = UID(lastUID + 1) else { return }
            let place = Position(
                mailbox: name, folder: Self.folder, uidValidity: Self.validity, uid: uid.value, previousUID: lastUID)
            let results = try await intake.record(
                [FetchedMessage(uid: uid, flags: [], internalDate: mailbox.clock.now.date, content: .whole(bytes))],
                [reading], at: { _ in place })
            lastUID = uid.value
            for case .recorded(let message, _, _) in results { names[message] = file }
            isWakeKnown = false
        }
    }

    /// What the dispatcher and the filer do as the clock goes on to `time`.
    private mutating func sendDue(until time: Instant) async throws {
        while let due = try await nextDue(), due <= time {
            mailbox.clock.advance(to: due)
            _ = try await dispatcher.sendDue()
            try await saveDrafts()
            isWakeKnown = false
        }
    }

    private mutating func nextDue() async throws -> Instant? {
        if !isWakeKnown {
            let sends = try await ledger.nextDue(mailboxes: [name], drafts: false)
            let drafts = try await ledger.nextDue(mailboxes: [name], drafts: true)
            wake = [sends, drafts].compactMap { $0 }.min()
            isWakeKnown = true
        }
        return wake
    }

    /// As ``Filer`` does, into no folder.
    private func saveDrafts() async throws {
        let now = mailbox.clock.now
        for reply in try await ledger.due(at: now, limit: 50, mailboxes: [name], drafts: true) {
            guard let prepared = try await mailbox.context.prepare(reply) else { continue }
            try await ledger.drafted(
                reply.id, folder: mailbox.context.settings.drafts ?? "Drafts", messageID: prepared.messageID, at: now)
        }
    }

    private static func concurrently(
        _ part: [Past.Happening], _ transform: @escaping @Sendable (Past.Happening) async -> Ready
    ) async -> [Ready] {
        await withTaskGroup(of: (Int, [Ready]).self) { group in
            for start in stride(from: 0, to: part.count, by: 32) {
                let slice = part[start..<min(start + 32, part.count)]
                group.addTask {
                    var ready: [Ready] = []
                    for happening in slice { ready.append(await transform(happening)) }
                    return (start, ready)
                }
            }
            var found: [(Int, [Ready])] = []
            for await one in group { found.append(one) }
            return found.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private static let folder = "INBOX"
    private static let validity: UInt32 = 1
    /// So many mails are held in memory at once.
    private static let part = 512
}
