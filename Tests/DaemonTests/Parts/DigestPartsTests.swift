import Correspondence
import Foundation
import Ledger
import MIME
import Testing

@testable import Daemon

@Suite("The hours of a digest")
struct DigestScheduleTests {
    private let berlin = DigestSchedule(at: [510, 1020], timeZone: TimeZone(identifier: "Europe/Berlin")!)

    @Test("by the clock on the wall, each day, over a change of the clock")
    func hours() {
        // A Saturday; the clock goes back in the night to Sunday.
        let saturday = Instant(iso8601: "2026-10-24T15:30:00Z")!
        #expect(berlin.last(notAfter: saturday)?.iso8601 == "2026-10-24T15:00:00.000Z")
        #expect(berlin.next(after: saturday)?.iso8601 == "2026-10-25T07:30:00.000Z")
        #expect(berlin.last(notAfter: Instant(iso8601: "2026-10-25T07:29:59Z")!)?.iso8601 == "2026-10-24T15:00:00.000Z")
    }

    @Test("an hour that spring leaves out comes once, right after the gap")
    func gap() {
        let night = DigestSchedule(at: [150], timeZone: TimeZone(identifier: "Europe/Berlin")!)
        let before = Instant(iso8601: "2026-03-29T00:30:00Z")!
        #expect(night.next(after: before)! <= Instant(iso8601: "2026-03-29T01:30:00Z")!)
        #expect(night.next(after: before)! >= Instant(iso8601: "2026-03-29T01:00:00Z")!)
    }
}

@Suite("The form of a mail to people")
struct BulletinTests {
    @Test("a buyer's words are text in HTML, whatever they hold")
    func escaped() {
        var bulletin = Bulletin(title: "A <b>title</b>")
        bulletin.sections = [
            Bulletin.Section(
                "Waits",
                [
                    Bulletin.Item(
                        head: "<img src=x onerror=alert(1)>", lines: ["\"quoted\" & more"],
                        quote: "</blockquote><script>alert(1)</script>\nline", paste: "<a href='x'>y</a>",
                        link: "https://sellercentral.amazon.de/messaging/no-response-needed?t=1&m=\"x")
                ])
        ]
        let html = bulletin.html
        for forbidden in ["<script", "<img", "<b>", "<a href='", "&m=\"x"] { #expect(!html.contains(forbidden)) }
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;<br>\nline"))
        #expect(bulletin.text.contains("  > </blockquote><script>alert(1)</script>\n  > line"))
    }

    @Test("a hundred of a section are shown, the others counted")
    func long() {
        let section = Bulletin.Section("Waits", (0..<130).map { Bulletin.Item(head: "mail \($0)") })
        #expect(section.items.count == 100 && section.more == 30)
        #expect(Bulletin(title: "x", sections: [section]).text.contains("and 30 more"))
    }
}

@Suite("The marketplace's signed link")
struct SignedLinkTests {
    @Test(
        "only on the marketplace's own hosts",
        arguments: [
            ("https://sellercentral.amazon.de/messaging/no-response-needed?t=1&h=ab", true),
            ("https://sellercentral-europe.amazon.com/messaging/no-response-needed?t=1", true),
            ("https://www.amazon.co.uk/gp/communication-manager/no-response-needed.html?msg=1", true),
            ("https://sellercentral.amazon.de.evil.example/messaging/no-response-needed?t=1", false),
            ("https://evil.example/sellercentral.amazon.de/no-response-needed", false),
            ("https://sellercentral.amazon.de@evil.example/no-response-needed", false),
            ("https://sellercentral.amazon.de/messaging/reply?t=1", false),
        ])
    func hosts(link: String, isOurs: Bool) { #expect(SignedLink.isNoResponse(link) == isOurs) }

    @Test("found in the text and in HTML, where & is written out")
    func found() {
        let link = "https://sellercentral.amazon.de/messaging/no-response-needed?t=1&h=ab"
        let plain = "Subject: x\r\n\r\nsee https://evil.example/no-response-needed\r\n<\(link)>\r\n"
        #expect(SignedLink.find(in: Mail.parse(Array(plain.utf8))) == link)
        let html =
            "Subject: x\r\nContent-Type: text/html\r\n\r\n<a href=\"\(link.replacing("&", with: "&amp;"))\">x</a>\r\n"
        #expect(SignedLink.find(in: Mail.parse(Array(html.utf8))) == link)
    }
}

@Suite("The alert program")
struct AlertCommandTests {
    @Test("gets the event on standard input")
    func input() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let long = String(repeating: "x", count: 200_000)
        try await AlertCommand(words: ["/bin/sh", "-c", "cat > \(file)"]).run(long)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == long)
    }

    @Test("its failure is told with its own words")
    func failure() async throws {
        await #expect {
            try await AlertCommand(words: ["/bin/sh", "-c", "echo no pager >&2; exit 3"]).run("{}")
        } throws: { "\($0)" == "it ended with exit status 3: no pager" }
        await #expect {
            try await AlertCommand(words: ["/nowhere/pager"]).run("{}")
        } throws: { "\($0)".contains("cannot be run") }
    }

    @Test("one that hangs is ended, with all that it started")
    func hangs() async throws {
        await #expect {
            try await AlertCommand(words: ["/bin/sh", "-c", "sleep 1000 & sleep 1000"], limit: .milliseconds(300)).run(
                "")
        } throws: { "\($0)".contains("was killed") }
    }
}

@Suite("Message-IDs of mail to people")
struct OwnMailIDTests {
    @Test("are known again, of this store only")
    func known() {
        let store = String(repeating: "a1", count: 16)
        let id = OwnMailID.make("digest", slot: 5, store: store, domain: "shop.example")
        #expect(OwnMailID.isOurs(id, store: store))
        #expect(!OwnMailID.isOurs(id, store: String(repeating: "b2", count: 16)))
        #expect(!OwnMailID.isOurs("replyd.\(store.prefix(16)).5@shop.example", store: store))
    }
}
