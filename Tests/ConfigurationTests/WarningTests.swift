import Configuration
import Testing

@Suite("What is allowed but probably not meant")
struct WarningTests {
    private func warnings(_ text: String) throws -> [String] {
        try parse(least + text).warnings.map(\.description)
    }

    @Test("office hours that hold what comes at the weekend name what is missed")
    func weekend() throws {
        let text = """
            [windows]
            timezone = "Europe/Berlin"
            hours = ["Mon-Fri 09:00-18:00"]
            outside_hours = "hold"
            [kinds.inquiry]
            action = "send"
            """
        let expected =
            "replyd.toml:8: warning: windows.hours: inquiry mail that comes from Fri 17:45 to Sun 09:45 finds no sending "
            + "hour before its deadline and is held; write outside_hours = \"send\", or longer hours"
        #expect(try warnings(text) == [expected])
    }

    @Test("hours that cover every window have nothing to warn of")
    func covered() throws {
        let text = "[windows]\ntimezone = \"UTC\"\nhours = [\"Mon-Sun 09:00-18:00\"]\noutside_hours = \"hold\""
        #expect(try warnings(text + "\n[kinds.inquiry]\naction = \"send\"") == [])
    }

    @Test("sending by hours without a time zone says which is taken")
    func zone() throws {
        let expected =
            "replyd.toml:7: warning: kinds.inquiry.hours: the hours for inquiry are taken in Europe/Berlin; "
            + "write timezone = \"…\""
        #expect(try warnings("[kinds.inquiry]\nhours = [\"Sat 10:00-12:00\"]\naction = \"send\"").contains(expected))
    }

    @Test("keys with their defaults are silent")
    func silent() throws {
        #expect(try warnings("[proactive.check_in]\nenabled = false\n[sending]\nconfirm = \"sent\"") == [])
    }
}
