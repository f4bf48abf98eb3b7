import Configuration
import Correspondence
import Testing

@Suite("The coming days without a sending hour in the window")
struct ClosedStretchTests {
    private let wednesday = Instant(iso8601: "2026-11-25T12:00:00Z")!

    private func lines(_ text: String, days: Int = 14) throws -> [String] {
        ClosedStretch.coming(try parse(least + text), from: wednesday, days: days).map(\.description)
    }

    @Test("each weekend of office hours, with what happens then, and the kinds of one window together")
    func weekends() throws {
        let text = """
            [windows]
            timezone = "Europe/Berlin"
            hours = ["Mon-Fri 09:00-18:00"]
            [kinds.inquiry]
            action = "send"
            [kinds.problem]
            action = "send"
            """
        let then = "finds no sending hour in its window: it is answered 30m before its deadline, at any hour"
        #expect(
            try lines(text) == [
                "main: inquiry, problem mail that comes from Fri 2026-11-27 17:45 to Sun 2026-11-29 09:45 \(then)",
                "main: inquiry, problem mail that comes from Fri 2026-12-04 17:45 to Sun 2026-12-06 09:45 \(then)",
            ])
    }

    @Test("a holiday makes a stretch of its own, a stretch that has begun is told to its end, hold says so")
    func holidays() throws {
        let text = """
            [windows]
            timezone = "Europe/Berlin"
            hours = ["Mon-Sun 09:00-18:00"]
            holidays = ["2026-11-26", "2026-11-27"]
            outside_hours = "hold"
            [kinds.inquiry]
            action = "send"
            """
        #expect(
            try lines(text, days: 1) == [
                "main: inquiry mail that comes from Wed 2026-11-25 17:45 to Fri 2026-11-27 09:45 finds no sending hour "
                    + "in its window: it is held for a person (outside_hours)"
            ])
    }

    @Test("guard and draft need no hours, and hours every day leave no gap", arguments: ["guard", "draft", "hold"])
    func nothing(action: String) throws {
        #expect(
            try lines("[windows]\nhours = [\"Mon 09:00-10:00\"]\n[kinds.inquiry]\naction = \"\(action)\"")
                .isEmpty)
    }
}
