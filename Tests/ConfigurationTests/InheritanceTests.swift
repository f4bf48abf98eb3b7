import Configuration
import Correspondence
import Testing

@Suite("The nearest table wins")
struct InheritanceTests {
    @Test("mailbox's kind, mailbox's windows, kind, windows, default: in this order")
    func order() throws {
        let levels = [
            "[windows]\nreply_within = \"5h\"", "[kinds.claim]\nreply_within = \"4h\"",
            "[mailboxes.main.windows]\nreply_within = \"3h\"", "[mailboxes.main.kinds.claim]\nreply_within = \"2h\"",
        ]
        let hours = try (0...4).map { count in
            let text = least + levels.prefix(count).joined(separator: "\n")
            return try parse(text).rules(mailbox: "main", kind: .claim).window.replyWithin
        }
        #expect(hours == [23, 5, 4, 3, 2].map { .seconds($0 * 3600) })
    }

    @Test("a mailbox's tables leave other mailboxes and kinds alone")
    func apart() throws {
        let text =
            least + """
                [mailboxes.main.kinds.claim]
                action = "draft"
                [mailboxes.main.limits]
                replies_per_hour = 5
                [mailboxes.second]
                address  = "second@shop.example"
                imap     = "imaps://imap.shop.example"
                smtp     = "smtp://smtp.shop.example"
                password = { credential = "second" }
                """
        let configuration = try parse(text)
        #expect(configuration.rules(mailbox: "main", kind: .claim).action == .draft)
        #expect(configuration.rules(mailbox: "second", kind: .claim).action == .hold)
        #expect(configuration.rules(mailbox: "main", kind: .inquiry).action == .guardDeadline)
        #expect(configuration.mailboxes.map(\.limits.repliesPerHour) == [5, 60])
    }

    @Test("each key is inherited by itself: hours from here, the time zone from there")
    func single() throws {
        let text =
            least + """
                [windows]
                timezone = "America/New_York"
                hours = "always"
                [mailboxes.main.windows]
                hours = ["Sat-Mon 22:00-02:00 12:00-24:00"]
                """
        let hours = try parse(text).rules(mailbox: "main", kind: .return).window.hours
        #expect(hours.timeZone.identifier == "America/New_York")
        let ranges = [SendingHours.Hours(start: 1320, end: 1560), SendingHours.Hours(start: 720, end: 1440)]
        #expect(hours.week?.map(\.count) == [2, 0, 0, 0, 0, 2, 2])
        #expect(hours.week?[0].map(Optional.some) == ranges)
    }

    @Test("return addresses are inherited country by country")
    func addresses() throws {
        let text =
            least + """
                [returns]
                address = "anywhere"
                addresses = { DE = "Berlin", FR = "Paris" }
                [mailboxes.main.returns]
                addresses = { DE = "Hamburg" }
                """
        let returns = try #require(try parse(text).mailbox("main")).returns
        #expect(returns.address(country: "DE") == "Hamburg")
        #expect(returns.address(country: "FR") == "Paris")
        #expect(returns.address(country: "IT") == "anywhere")
    }

    @Test("what is in force is dumped for each mailbox and kind, secrets as their source")
    func dump() throws {
        let text = least + "[kinds.claim]\nreply_within = \"2h\"\nholidays = [2026-12-24]"
        guard case .table(let all) = try parse(text).effective(), case .table(let boxes)? = all["mailboxes"],
            case .table(let main)? = boxes["main"], case .table(let kinds)? = main["kinds"],
            case .table(let claim)? = kinds["claim"]
        else {
            Issue.record("not the dump's shape")
            return
        }
        #expect(claim["reply_within"] == .text("2h"))
        #expect(claim["holidays"] == .list([.text("2026-12-24")]))
        #expect(claim["hours"] == .list([.text("Mon-Fri 09:00-18:00")]))
        #expect(main["password"] == .text("credential main"))
    }
}
