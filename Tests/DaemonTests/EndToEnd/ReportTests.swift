import Foundation
import LoopbackMail
import Testing

@Suite("The report on response times")
struct ReportTests {
    /// Mails of the last days: old ones late, new ones not, one answered by a person, one held and unanswered.
    private func story(_ body: (World, [String: Date]) async throws -> Void) async throws {
        try await World.run { world in
            try world.configure()
            let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
            let dates: [String: Date] = [
                "r1": now - 40 * 3600, "r2": now - 30 * 3600, "r3": now - 3600, "r4": now - 7200, "r5": now - 60,
                "r6": now - 26 * 3600, "r7": now - 60,
            ]
            let words = [
                "r4": "Ich möchte den Artikel zurückschicken, er passt nicht.",
                "r6": "My lawyer will write to you and the police know of this fraud.",
                "r7": "The parcel has not arrived, where is it?",
            ]
            try await world.withDaemon { _ in
                for (id, date) in dates.sorted(by: { $0.key < $1.key }) {
                    try world.account.deliver(
                        Buyer.mail(
                            id, words[id] ?? Buyer.question, alias: "\(id)aaaaaaaaaaaaa", order: nil, date: date),
                        date: date)
                }
                try await world.event("reply.filed", count: 6)
                try await world.event("message.held")
                #expect(
                    try await world.replyd("inspect", "--correct", "problem", "r5@buyers.example").code == 0)
            }
            try await body(world, dates)
        }
    }

    @Test("its numbers are those of a calculation from the log alone")
    func fromTheLog() async throws {
        try await story { world, dates in
            let run = try await world.replyd("report", "--json")
            #expect(run.code == 0, "\(run.err)")
            let report = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
            let all = try #require(report["all"] as? [String: Any])
            // Another language, another reading of the same log.
            let script = """
                import json, sys, datetime
                began = json.loads(sys.argv[2])
                parse = lambda t: datetime.datetime.fromisoformat(t.replace("Z", "+00:00")).timestamp()
                mails, sent, seen = set(), {}, set()
                for line in open(sys.argv[1]):
                    e = json.loads(line)
                    if e.get("number") in seen: continue
                    seen.add(e.get("number"))
                    if e["event"] == "message.received" and e.get("source") == "buyer": mails.add(e["message"])
                    if e["event"] == "reply.sent": sent.setdefault(e["message"], parse(e["time"]))
                waits = [sent[m] - began[m] for m in mails if m in sent]
                now = datetime.datetime.now().timestamp()
                print(json.dumps({"mails": len(mails), "answered": len(waits), "late": sum(w > 86400 for w in waits),
                    "none": sum(1 for m in mails if m not in sent and now - began[m] > 86400),
                    "average_ms": int(sum(round(w * 1000) for w in waits) / len(waits)),
                    "longest_ms": round(max(waits) * 1000)}))
                """
            let times = dates.map { "\"\($0.key)@buyers.example\":\($0.value.timeIntervalSince1970)" }.joined(
                separator: ",")
            let other = try await World.execute(
                "/usr/bin/env", ["python3", "-c", script, world.logPath, "{\(times)}"])
            let expected = try #require(
                try JSONSerialization.jsonObject(with: Data(other.out.utf8)) as? [String: Int], "\(other.err)")
            #expect(expected["mails"] == 7)
            for (name, value) in expected { #expect((all[name] as? NSNumber)?.intValue == value, "\(name): \(all)") }
            #expect(report["corrected"] as? Int == 1 && report["confirmed"] as? Int == 0)
            let hours = try #require(report["hours"] as? [[Int]])
            #expect(hours.flatMap(\.self).reduce(0, +) == 7)
            let kinds = try #require(report["kinds"] as? [String: [String: Any]])
            #expect(kinds.values.compactMap { $0["mails"] as? Int }.reduce(0, +) == 7)
        }
    }

    @Test(
        "the page fits at three widths, light and dark, each plot beside its table; nothing is overwritten",
        .enabled(if: Browser.isInstalled, "chromium is not installed"))
    func page() async throws {
        try await story { world, _ in
            let page = world.folder.appendingPathComponent("report.html").path
            #expect(try await world.replyd("report", "--html", page).code == 0)
            let again = try await world.replyd("report", "--html", page)
            #expect(again.code == 1 && again.err.contains("is there already"))
            let text = try String(contentsOfFile: page, encoding: .utf8)
            #expect(!text.contains("GRDB") && text.contains("<rect class=\"b-good\""))
            #expect(
                !text.contains("<script") && text.contains("role=\"img\"") && text.contains("the table says the same"))
            for (width, dark) in [(360, true), (800, false), (1400, true)] {
                let seen = try await Browser.look(
                    at: URL(fileURLWithPath: page), width: width, dark: dark,
                    "\"plots \" + d.querySelectorAll(\"svg\").length")
                #expect(
                    seen.contains("width \(width) ink \(Browser.ink(dark: dark)) plots 4"),
                    Comment(rawValue: String(seen.suffix(200))))
            }
        }
    }

    @Test("a time without mails, one that ends before it begins, and what is no date: each a clear message")
    func wrong() async throws {
        try await story { world, _ in
            let none = try await world.replyd("report", "--from", "2020-01-01", "--to", "2020-02-01")
            #expect(none.code == 1 && none.err.contains("no buyer's mail from 2019-12-31T"), "\(none.err)")
            let turned = try await world.replyd("report", "--from", "2026-02-01", "--to", "2026-01-01")
            #expect(turned.code == 64 && turned.err.contains("is not before"))
            let words = try await world.replyd("report", "--from", "soon")
            #expect(words.code == 64 && words.err.contains("soon is no date"))
            let csv = try await world.replyd("report", "--csv")
            #expect(csv.out.hasPrefix("group,name,mails,answered") && csv.out.contains("all,all,7,6,"))
            #expect(try await world.replyd("report").out.contains("by kind"))
        }
    }
}
