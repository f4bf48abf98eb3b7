import Foundation
import Testing

@Suite("The past is played through a configuration")
struct SimulationTests {
    /// What `--json` prints, as far as the stories look at it.
    private struct Printed: Decodable {
        struct Count: Decodable, Equatable {
            let met: Int
            let missed: Int
        }
        struct Totals: Decodable {
            let replyd: Int
            let person: Int
            let held: Int
            let ownWindow: Count
        }
        struct All: Decodable { let all: Totals }
        struct Mail: Decodable {
            let messageId: String
            let outcome: String
            let clockStart: Date
            let answeredAt: Date?
        }
        struct Diff: Decodable {
            struct Counts: Decodable { let time: Int }
            let counts: Counts
        }
        let totals: All
        let mails: [Mail]
        let diff: Diff?
    }

    /// A folder with a configuration and a past in it.
    private func story(
        _ windows: String, mails: [(id: String, at: Date)], sent: [(answering: String, at: Date)] = [],
        _ body: (URL) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.configuration(windows, folder).utf8).write(to: folder.appendingPathComponent("a.toml"))
        try Self.mbox(mails.map { Buyer.mail($0.id, date: $0.at) }, mails.map(\.at))
            .write(to: folder.appendingPathComponent("in.mbox"))
        let answers = sent.map {
            Buyer.answer("a-\($0.answering)", to: Buyer.address($0.answering), answering: $0.answering, date: $0.at)
        }
        try Self.mbox(answers, sent.map(\.at)).write(to: folder.appendingPathComponent("sent.mbox"))
        try await body(folder)
    }

    private static func configuration(_ windows: String, _ folder: URL) -> String {
        """
        store = "sqlite:\(folder.path)/none.db"
        templates = ["\(World.repository)/templates"]
        [windows]
        timezone = "Europe/Berlin"
        \(windows)
        [kinds.inquiry]
        action = "send"
        min_confidence = 0.3
        [limits]
        replies_per_hour = 100000
        replies_per_day = 100000
        [mailboxes.main]
        address = "\(World.user)"
        name = "Shop Example"
        imap = "imaps://localhost"
        smtp = "smtp://localhost"
        username = "x"
        password = { env = "NONE" }
        """
    }

    private static func mbox(_ mails: [[UInt8]], _ dates: [Date]) -> Data {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE MMM d HH:mm:ss yyyy"
        return zip(mails, dates).reduce(into: Data()) { data, item in
            data += Data("From x@y \(format.string(from: item.1))\n".utf8)
            data += Data(String(decoding: item.0, as: UTF8.self).replacing("\r\n", with: "\n").utf8) + Data("\n\n".utf8)
        }
    }

    private func simulate(_ folder: URL, _ arguments: String...) async throws -> Printed {
        let run = try await World.command(
            ["simulate", "--config", folder.path + "/a.toml", "--json"] + arguments + [folder.path + "/in.mbox"])
        #expect(run.code == 0, "\(run.err)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .custom { decoder in
            try Date.ISO8601FormatStyle(includingFractionalSeconds: true)
                .parse(decoder.singleValueContainer().decode(String.self))
        }
        return try decoder.decode(Printed.self, from: Data(run.out.utf8))
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        return calendar
    }()

    @Test("a year with holidays and both changes of the clock: each reply goes out in an hour of work, or just in time")
    func year() async throws {
        // One mail each 29 hours, so that every hour of the week comes up.
        let start = Date(timeIntervalSince1970: 1_759_269_600)
        let mails = (0..<300).map { (id: "m\($0)", at: start + Double($0) * 29 * 3600) }
        let windows = """
            hours = ["Mon-Fri 09:00-17:00"]
            holidays = ["2025-12-25", "2025-12-26", "2026-01-01"]
            reply_after = "15m"
            reply_within = "23h"
            guard_before = "30m"
            """
        try await story(windows, mails: mails) { folder in
            let played = try await simulate(folder)
            #expect(played.mails.count == 300)
            #expect(played.totals.all.ownWindow == Printed.Count(met: 300, missed: 0))
            for mail in played.mails {
                let answered = try #require(mail.answeredAt)
                let wait = answered.timeIntervalSince(mail.clockStart)
                #expect(wait >= 900 && wait <= 23 * 3600, "\(mail.messageId)")
                let parts = Self.calendar.dateComponents([.weekday, .hour, .month, .day], from: answered)
                let holiday = [[12, 25], [12, 26], [1, 1]].contains([parts.month, parts.day])
                let working = (2...6).contains(parts.weekday ?? 0) && (9..<17).contains(parts.hour ?? 0) && !holiday
                #expect(working || wait == 22.5 * 3600, "\(mail.messageId) at \(answered)")
            }
        }
    }

    @Test("what people did counts: who answered first is told, and nothing of ours would have gone out after them")
    func people() async throws {
        let start = Date(timeIntervalSince1970: 1_759_305_600)
        let mails = (0..<4).map { (id: "m\($0)", at: start + Double($0) * 60) }
        let windows = "hours = \"always\"\nreply_after = \"2h\""
        try await story(
            windows, mails: mails, sent: [("m0", start + 3600), ("m1", start + 3 * 3600)]
        ) { folder in
            let played = try await simulate(folder, "--sent", folder.path + "/sent.mbox")
            let outcomes = Dictionary(uniqueKeysWithValues: played.mails.map { ($0.messageId, $0.outcome) })
            #expect(
                outcomes == [
                    "m0@buyers.example": "person", "m1@buyers.example": "replyd", "m2@buyers.example": "replyd",
                    "m3@buyers.example": "replyd",
                ])
        }
    }

    @Test("--diff counts what another configuration would change; wrong ranges and files are told")
    func diff() async throws {
        let mails = [(id: "m0", at: Date(timeIntervalSince1970: 1_759_575_600))]
        try await story("hours = [\"Mon-Fri 09:00-17:00\"]", mails: mails) { folder in
            try Data(Self.configuration("hours = \"always\"", folder).utf8)
                .write(to: folder.appendingPathComponent("b.toml"))
            let played = try await simulate(folder, "--diff", folder.path + "/b.toml")
            #expect(played.diff?.counts.time == 1)
            for (arguments, code, words) in [
                (["--from", "2026-01-01", "--to", "2025-01-01"], Int32(64), "is not before --to"),
                (["--from", "2030-01-01"], 1, "no mail"), (["--mailbox", "other"], 64, "which has main"),
                (["--from", "soon"], 64, "is no date"),
            ] {
                let run = try await World.command(
                    ["simulate", "--config", folder.path + "/a.toml"] + arguments + [folder.path + "/in.mbox"])
                #expect(run.code == code && run.err.contains(words), "\(arguments) \(run)")
            }
        }
    }

    @Test(
        "the page in a real browser: the numbers on it are those of --json, and it fits 360 px",
        .enabled(if: Browser.isInstalled, "chromium is not installed"))
    func page() async throws {
        let start = Date(timeIntervalSince1970: 1_759_305_600)
        let mails = (0..<20).map { (id: "m\($0)", at: start + Double($0) * 7200) }
        try await story("hours = \"always\"", mails: mails) { folder in
            let played = try await simulate(folder, "--html", folder.path + "/page.html")
            let dom = try await Browser.look(
                at: folder.appendingPathComponent("page.html"), width: 360,
                """
                "row " + [...[...d.querySelectorAll("tr")].find(r => r.innerText.startsWith("all")).children]
                    .map(c => c.innerText.trim()).join("|")
                """)
            let all = played.totals.all
            #expect(
                dom.contains(
                    "width 360 ink \(Browser.ink(dark: false)) row all|20|\(all.replyd)|\(all.person)|0|\(all.held)|\(all.ownWindow.met)|"
                ),
                Comment(rawValue: String(dom.suffix(300))))
        }
    }
}
