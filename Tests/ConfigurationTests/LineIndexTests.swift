import Correspondence
import Testing

@testable import Configuration

@Suite("The line of a key")
struct LineIndexTests {
    private let index = LineIndex(
        """
        store = "sqlite:/a"
        # [not.a.table]
        [mailboxes."shop.example"]
          address = "a@b" # = "x"
        inbox = [
          "INBOX",   # ]
          "Buyers ] [",
        ]
        password = { credential = "main" }
        windows.reply_after = "1m"
        name = \"\"\"
        [looks.like.a.table]
        key = 1
        \"\"\"
        ca_file = '/a\\'
        sent = "a\\"b = c"
        [kinds.claim]
        action = "hold"
        """)

    @Test(
        "is found through tables, dotted and quoted keys, long strings, lists and comments",
        arguments: [
            (["store"], 1), (["mailboxes"], 3), (["mailboxes", "shop.example"], 3),
            (["mailboxes", "shop.example", "address"], 4), (["mailboxes", "shop.example", "inbox"], 5),
            (["mailboxes", "shop.example", "password", "credential"], 9),
            (["mailboxes", "shop.example", "windows", "reply_after"], 10),
            (["mailboxes", "shop.example", "windows"], 10), (["mailboxes", "shop.example", "name"], 11),
            (["mailboxes", "shop.example", "ca_file"], 15), (["mailboxes", "shop.example", "sent"], 16),
            (["kinds", "claim", "action"], 18),
        ])
    func found(path: [String], line: Int) {
        #expect(index.line(of: Path(parts: path)) == line)
    }

    @Test("of a key that is not there is its table's, and at the top there is none")
    func missing() {
        #expect(index.line(of: Path(parts: ["mailboxes", "shop.example", "imap"])) == 3)
        #expect(index.line(of: Path(parts: ["log"])) == nil)
        #expect(index.line(of: Path(parts: ["looks"])) == nil)
        #expect(index.line(of: Path(parts: ["not", "a"])) == nil)
    }

    @Test("is looked for in any bytes without a crash")
    func anything() {
        let pieces = [
            "[", "]", "\"", "'", "\"\"\"", "\\", "#", "\n", "=", ".", "a", "{", "}", "\r", "é", "\0", " ", "\t", "\n[",
            "1", "true", ",", "\u{FEFF}", "[[", " = ",
        ]
        var state: UInt64 = 1
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            _ = try? Configuration.parse(text, file: "replyd.toml")
        }
    }

    @Test("a near name is found over swapped, missing and wrong letters, and nothing for a stranger")
    func nearest() {
        let names = ["reply_after", "reply_within", "hours", "timezone"]
        #expect(Nearest.name(to: "reply_wihtin", among: names) == "reply_within")
        #expect(Nearest.name(to: "hour", among: names) == "hours")
        #expect(Nearest.name(to: "TimeZone", among: names) == "timezone")
        #expect(Nearest.name(to: "colour", among: names) == nil)
        #expect(Nearest.distance("kitten", "sitting") == 3)
        #expect(Nearest.distance("ab", "ba") == 1)
        #expect(Nearest.distance("", "abc") == 3)
    }
}
