import Configuration
import Correspondence
import Foundation
import Ledger
import Marketplace
import Synchronization
import Templates
import Testing
import Transport

@testable import Daemon

/// A mailbox without servers, a clock that is set by hand, and a courier that says what the test wants.
final class Clerks: Sendable {
    let ledger: SQLiteLedger
    let clock = HandClock(Instant(iso8601: "2026-10-07T08:00:00Z")!)
    let courier = HandCourier()
    let context: MailboxContext
    private let network = NetworkThread()

    init(_ tables: String) throws {
        ledger = try SQLiteLedger.temporary()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = """
            store = "sqlite:\(folder.path)/none.db"
            templates = ["\(World.repository)/templates"]
            [mailboxes.main]
            address = "support@shop.example"
            imap = "imaps://imap.shop.example"
            smtp = "smtp://smtp.shop.example"
            username = "support"
            password = { env = "NONE" }
            \(tables)
            """
        let file = folder.appendingPathComponent("replyd.toml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        setenv("NONE", "secret", 1)
        let configuration = try Configuration.load(file.path, profiles: ["amazon"])
        let settings = configuration.mailboxes[0]
        context = MailboxContext(
            settings: settings, configuration: configuration,
            reader: MailReader(
                recogniser: Recogniser(settings, try MarketplaceProfiles.load(beside: file.path)),
                classifier: try ModelInForce.load(configuration).classifier),
            templates: try TemplateLibrary.load(configuration.templates),
            lists: SellersLists(settings.proactive), ledger: ledger, clock: clock,
            login: MailServerLogin(mailbox: settings, network: network, credentialsDirectory: nil, store: "/dev/null"),
            live: LiveState(),
            outside: { _ in }, dispatchNudge: Nudge(), watcherNudge: Nudge(), ordersNudge: Nudge())
    }

    deinit { network.stop() }

    var desk: DigestDesk {
        let digest = context.settings.digest!
        return DigestDesk(
            [context], digest, DigestSchedule(at: digest.at, timeZone: TimeZone(identifier: "UTC")!), courier: courier)
    }

    func names() async throws -> [EventName] {
        try await ledger.events(after: 0, limit: 1000).compactMap(\.event).map(\.name)
    }

    /// Takes mails of buyers in, whose reply is held.
    func receive(_ times: [Instant]) async throws {
        for (index, time) in times.enumerated() {
            let id = "m\(index)-\(time.milliseconds)"
            let buyer = BuyerMessage(
                replyTo: EmailAddress("\(id)@marketplace.amazon.de")!, alias: id,
                conversation: ConversationKey(alias: id))
            let record = IntakeRecord(
                position: Position(mailbox: "main", folder: "INBOX", uidValidity: 1, uid: UInt32(index + 1)),
                raw: Array("Subject: Frage\r\n\r\n\(id)\r\n".utf8), messageID: "\(id)@amazon.de", subject: "Frage",
                arrived: time, clockStart: time,
                understanding: Understanding(recognition: .buyer(buyer), language: "de", text: "Wo ist es?"))
            _ = try await ledger.record([record], at: time) { _, _ in
                Verdict(
                    classification: Classification(kind: .inquiry, confidence: 0.95),
                    decision: Decision(.hold, because: "a test"),
                    reply: PlannedReply(kind: .inquiry, action: .hold, template: "inquiry", language: "de"))
            }
        }
    }
}

final class HandClock: WallClock {
    private let time: Mutex<Instant>

    init(_ now: Instant) { time = Mutex(now) }

    var now: Instant { time.withLock { $0 } }

    func set(to instant: Instant) { time.withLock { $0 = instant } }

    func set(_ instant: String) { time.withLock { $0 = Instant(iso8601: instant)! } }

    func sleep(until instant: Instant) async throws { time.withLock { $0 = max($0, instant) } }
}

final class HandCourier: Courier {
    struct State {
        var answers: [Transport.SendOutcome] = []
        var sent: [String] = []
    }

    let state = Mutex(State())

    func connect() async throws {}

    func send(_ envelope: Envelope, _ bytes: [UInt8]) async -> Transport.SendOutcome {
        state.withLock { state in
            state.sent.append(String(decoding: bytes, as: UTF8.self))
            return state.answers.isEmpty
                ? .accepted(ServerReply(code: 250, lines: ["Ok"])) : state.answers.removeFirst()
        }
    }

    func cut() async {}
    func close() async {}

    var count: Int { state.withLock { $0.sent.count } }
}

@Suite("Each hour's digest once")
struct DigestDeskTests {
    private static let tables = "[digest]\nto = [\"people@shop.example\"]\nat = [\"08:30\", \"17:00\"]\n"

    @Test(
        "none for the hours before the first start, one for each hour after, weekends too, the last one after a sleep")
    func slots() async throws {
        let world = try Clerks(Self.tables)
        try await world.receive([world.clock.now])
        try await world.desk.sendDue()
        #expect(world.courier.count == 0)
        for time in ["2026-10-07T08:30:00Z", "2026-10-07T08:31:00Z", "2026-10-07T09:00:00Z"] {
            world.clock.set(time)
            try await world.desk.sendDue()
        }
        #expect(world.courier.count == 1)
        // Three hours were slept over: Thursday evening to Saturday noon.
        world.clock.set("2026-10-10T12:00:00Z")
        try await world.desk.sendDue()
        try await world.desk.sendDue()
        #expect(world.courier.count == 2)
        // A clock set back begins none anew.
        world.clock.set("2026-10-07T08:30:00Z")
        try await world.desk.sendDue()
        #expect(world.courier.count == 2)
    }

    @Test("one that has nothing to tell is skipped, or sent where that is wished")
    func empty() async throws {
        let silent = try Clerks(Self.tables)
        try await silent.desk.sendDue()
        silent.clock.set("2026-10-07T08:30:00Z")
        try await silent.desk.sendDue()
        #expect(silent.courier.count == 0)
        let told = try Clerks(Self.tables + "when_empty = \"send\"\n")
        try await told.desk.sendDue()
        told.clock.set("2026-10-07T08:30:00Z")
        try await told.desk.sendDue()
        #expect(told.courier.count == 1)
    }

    @Test("'not now' is asked again with the same Message-ID, and told once; a refusal is final")
    func again() async throws {
        let world = try Clerks(Self.tables)
        try await world.receive([world.clock.now])
        try await world.desk.sendDue()
        let busy = Transport.SendOutcome.refused(
            ServerReply(code: 451, lines: ["later"]), permanent: false, at: .message)
        let never = Transport.SendOutcome.refused(
            ServerReply(code: 550, lines: ["never"]), permanent: true, at: .message)
        world.courier.state.withLock { $0.answers = [busy, busy] }
        for time in ["2026-10-07T08:30:00Z", "2026-10-07T08:31:00Z", "2026-10-07T08:32:00Z", "2026-10-07T08:33:00Z"] {
            world.clock.set(time)
            try await world.desk.sendDue()
        }
        #expect(world.courier.count == 3)
        let ids = world.courier.state.withLock { $0.sent }.map {
            $0.split(separator: "\r\n").first { $0.hasPrefix("Message-I") }
        }
        #expect(Set(ids).count == 1)
        #expect(
            try await world.names().filter { $0 == .digestFailed || $0 == .digestSent } == [.digestFailed, .digestSent])
        world.courier.state.withLock { $0.answers = [never] }
        for time in ["2026-10-07T17:00:00Z", "2026-10-07T17:01:00Z"] {
            world.clock.set(time)
            try await world.desk.sendDue()
        }
        #expect(world.courier.count == 4)
    }
}

@Suite("What the clock tells")
struct TimekeeperTests {
    @Test("a deadline is near once and missed once, with how late")
    func deadlines() async throws {
        let world = try Clerks("[windows]\nreply_within = \"20h\"\n")
        try await world.receive([world.clock.now])
        let keeper = Timekeeper(context: world.context)
        try await keeper.look()
        #expect(try await !world.names().contains(.deadlineNear))
        for time in ["2026-10-08T03:00:00Z", "2026-10-08T03:30:00Z", "2026-10-08T05:00:00Z", "2026-10-08T06:00:00Z"] {
            world.clock.set(time)
            try await keeper.look()
        }
        let told = try await world.ledger.events(after: 0, limit: 1000).compactMap(\.event)
            .filter { $0.name == .deadlineNear || $0.name == .deadlineMissed }
        #expect(told.map(\.name) == [.deadlineNear, .deadlineMissed])
        #expect(told.first?.fields["minutes_left"] == .number(60))
        #expect(told.last?.fields["late_seconds"] == .number(3600))
    }

    @Test("a connected mailbox without an answer, or without mail for far longer than its rhythm, is silent, told once")
    func silence() async throws {
        let world = try Clerks("")
        let live = world.context.live
        let silence = Silence(context: world.context)
        live.set(.connected, mailbox: "main")
        live.progressed("main", at: world.clock.now)
        try await silence.look(at: world.clock.now)
        #expect(live.silent("main") == nil)
        let later = world.clock.now + .seconds(1200)
        try await silence.look(at: later)
        try await silence.look(at: later + .seconds(60))
        #expect(live.silent("main")?.contains("answered nothing") == true)
        #expect(try await world.names().count { $0 == .mailboxSilent } == 1)

        // It speaks again; then two days of hourly mail, and a day without.
        live.progressed("main", at: later)
        try await silence.look(at: later)
        #expect(live.silent("main") == nil)
        try await world.receive((0..<48).map { later + .seconds($0 * 3600) })
        let end = later + .seconds(47 * 3600)
        for hours in [11, 13, 14] {
            live.progressed("main", at: end + .seconds(hours * 3600))
            try await silence.look(at: end + .seconds(hours * 3600))
            #expect((live.silent("main") != nil) == (hours > 12))
        }
        #expect(try await world.names().count { $0 == .mailboxSilent } == 2)
        live.set(.lost, mailbox: "main")
        try await silence.look(at: end + .seconds(15 * 3600))
        #expect(live.silent("main") == nil)
    }
}
