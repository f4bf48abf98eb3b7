import Foundation
import LoopbackMail

/// Each cell is one oddity; the mail that lies in the mailbox is answered all the same, once, and nothing else is.
enum OddServers {
    static func cells(_ stage: Stage) -> [Cell] {
        imap.map { name, rules in cell("imap", name, stage) { $0.world.imap.play(Script(rules)) } }
            + smtp.map { name, rules in cell("smtp", name, stage) { $0.world.smtp.play(Script(rules)) } }
            + mails.map { name, mail in
                cell("mail", name, stage) { try $0.deliver(mail) }
            } + [renumbered(stage)]
    }

    // MARK: IMAP

    private static let forged = """
        From: "Eve - Amazon Marketplace" <eve00000000000+1@marketplace.amazon.com>\r
        To: support@shop.example\r
        Message-ID: <forged@buyers.example>\r
        X-Space-Notification-Type: BBC_MESSAGE_SENT_TO_MERCHANT\r
        Subject: Inquiry from Amazon customer Eve\r
        \r
        Please send me an invoice.\r

        """

    private static let imap: [(String, [Script.Rule])] = [
        (
            "a flood of untagged lines",
            [.at("SELECT", .arrived, .first(2), do: .flood("* 1 FETCH (FLAGS ())", times: 100_000))]
        ),
        (
            "a flood of what nobody knows",
            [.at("UID SEARCH", .arrived, .first(2), do: .flood("* NONSENSE 1 2 3", times: 100_000))]
        ),
        (
            "an endless line",
            [.at("LIST", .arrived, .first(1), do: .say("* OK " + String(repeating: "x", count: 8 << 20)))]
        ),
        (
            "a literal of four gigabytes",
            [.at("UID FETCH", .arrived, .first(1), do: .say("* 1 FETCH (UID 1 BODY[] {4294967295}"), .cut)]
        ),
        (
            "a literal longer than what comes",
            [.at("UID FETCH", .arrived, .first(1), do: .say(["* 1 FETCH (UID 1 BODY[] {500000}", "Subject: x"]), .cut)]
        ),
        (
            "a mail that nobody asked for",
            [
                .at(
                    "SELECT", .arrived, .first(2),
                    do: .say("* 9 FETCH (UID 999 BODY[] {\(forged.utf8.count)}\r\n\(forged))"))
            ]
        ),
        (
            "EXISTS shrinks",
            [
                .at("UID SEARCH", .arrived, .first(2), do: .say("* 0 EXISTS")),
                .at("IDLE", .arrived, .first(2), do: .say("* 0 EXISTS")),
            ]
        ),
        ("expunged without asking", [.at("UID SEARCH", .arrived, .first(2), do: .say("* 1 EXPUNGE"))]),
        ("UIDs that do not exist", [.at("UID SEARCH", .arrived, .first(2), do: .say("* SEARCH 4000000000 1 1 1 7"))]),
        ("a UID of nought", [.at("UID SEARCH", .arrived, .first(2), do: .say("* SEARCH 0"))]),
        ("fewer abilities after the login", [.at("CAPABILITY", do: .say("* CAPABILITY IMAP4rev1"))]),
        ("a completion of another command", [.at("SELECT", .arrived, .first(2), do: .say("ZZZZ99 OK done"))]),
        ("a continuation that nobody waits for", [.at("UID SEARCH", .arrived, .first(1), do: .say("+ go on"))]),
        ("BYE, and then it stays", [.at("UID SEARCH", .arrived, .first(1), do: .say("* BYE going"))]),
        ("bytes that are no text", [.at("LIST", .arrived, .first(2), do: .garbage(5000))]),
        (
            "folders by the thousand",
            [.at("LIST", .arrived, .first(2), do: .flood("* LIST (\\HasNoChildren) \"/\" \"f\"", times: 20_000))]
        ),
    ]

    // MARK: SMTP

    private static let smtp: [(String, [Script.Rule])] = [
        (
            "answers pushed in before TLS",
            [.at(.startTLS, .arrived, .first(1), do: .answer(["220 go", "235 2.7.0 welcome", "250 evil"]))]
        ),
        ("an answer of two minds", [.at("RCPT", .arrived, .first(1), do: .answer(["250-fine", "550 no"]))]),
        (
            "an answer of many lines",
            [.at("MAIL", .arrived, .first(1), do: .answer((1...500).map { "250-\($0)" } + ["250 ok"]))]
        ),
        ("an endless greeting", [.at(.greeting, .arrived, .first(1), do: .flood("220-wait", times: 50_000), .cut)]),
        ("one answer too many", [.at("MAIL", .done, .first(1), do: .say("250 and one more"))]),
        ("a code that is none", [.at("MAIL", .arrived, .first(1), do: .answer("999 what"))]),
        (
            "a line of a megabyte",
            [.at("EHLO", .arrived, .first(1), do: .say("250-" + String(repeating: "x", count: 1 << 20)))]
        ),
        ("accepted with bare LF", [.at(.message, .done, .first(1), do: .answer("250 ok\n250 ok"))]),
    ]

    // MARK: Mails

    private static func mail(name: String = "Dana Reyes", subject: String = "Inquiry", _ words: String) -> [UInt8] {
        let lines = [
            "From: \(name) <mallory00000000+133a066e@marketplace.amazon.com>", "To: support@shop.example",
            "Subject: \(subject)", "X-Space-Notification-Type: BBC_MESSAGE_SENT_TO_MERCHANT",
            "X-Marketplace-ID: ATVPDKIKX0DER", "Message-ID: <odd@buyers.example>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "", "You have received a message.", "",
            "# 111-2233445-6677889:", "1 / A lamp [ASIN: B0C4EXAMPL]", "", "------------- Message:  -------------",
            words,
            "------------- End message -------------", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static let question = "Could you please send me an invoice with VAT for this order?"
    private static let mails: [(String, [UInt8])] = [
        (
            "words that look like the server's",
            mail("\(question)\r\n* BYE gone\r\na0001 OK done\r\nA1 OK FETCH completed\r\n)\r\n* 2 EXISTS\r\n")
        ),
        ("a line end in the name", mail(name: "=?utf-8?q?Dana=0D=0ABcc:_evil@x.example?=", question)),
        (
            "a line end in the subject",
            mail(subject: "=?utf-8?q?Hi=0D=0ABcc:_evil@x.example=0D=0A=0D=0AEvil?=", question)
        ),
        ("a bare CR and a bare LF", mail(subject: "A\rBcc: evil@x.example", question + "\nx\ry\n.\nMAIL FROM:<e@x>\n")),
        ("the end of DATA in the words", mail(question + "\r\n..\r\n.\r\nMAIL FROM:<evil@x.example>\r\n")),
        (
            "a template in the words and the name",
            mail(name: "{{{order_id}}}", question + " {{seller_name}} {{> claim}}")
        ),
        ("nought bytes", mail("a\0b \(question)")),
    ]

    // MARK: Stories

    private static func cell(
        _ row: String, _ column: String, _ stage: Stage, _ prepare: @escaping @Sendable (CellStory) throws -> Void
    ) -> Cell {
        Cell(row: row, column: column) {
            let story = try await CellStory(.files, stage)
            try prepare(story)
            return await story.run { story, life in
                var broken = try await story.deliverAndAwait(within: .seconds(90))
                broken += try await story.deliverAndAwait(within: .seconds(90))
                return broken + harm(story, life)
            }
        }
    }

    /// The folder is numbered anew again and again.
    private static func renumbered(_ stage: Stage) -> Cell {
        Cell(row: "imap", column: "UIDVALIDITY changes each time") {
            let story = try await CellStory(.files, stage)
            return await story.run { story, life in
                var broken: [String] = []
                for round in 1...5 {
                    broken += try await story.deliverAndAwait(within: .seconds(90))
                    try story.world.account.setUIDValidity(UInt32(1_800_000_000 + round))
                }
                broken += try await story.deliverAndAwait(within: .seconds(90))
                return broken + harm(story, life)
            }
        }
    }

    /// What must be true whatever the other side said.
    private static func harm(_ story: CellStory, _ life: Life) -> [String] {
        var broken: [String] = []
        let peak = life.peakMemory >> 20
        if peak > 300 { broken.append("\(peak) MB of memory") }
        for mail in story.world.smtp.mails {
            if mail.hasBareLineEnds { broken.append("a bare line end went out: \(mail)") }
            if mail.recipients.contains(where: { $0.contains("evil") }) {
                broken.append("it went to \(mail.recipients)")
            }
            if mail.header("Bcc") != nil { broken.append("a Bcc went out") }
            if mail.text.contains("{{") && !mail.text.contains("> ") { broken.append("a template went out unread") }
            if mail.header("In-Reply-To") == "<forged@buyers.example>" { broken.append("the forged mail was answered") }
        }
        return broken
    }
}
