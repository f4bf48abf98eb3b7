import Correspondence
import Testing

@testable import Daemon

@Suite("Which mails of a heap belong together")
struct ConversationsTests {
    private static let noon = Instant(milliseconds: 1_790_000_000_000)
    private static let order = OrderID("302-1234567-1234567")!
    private static let alias = ConversationKey(alias: "w04")
    private static let ofOrder = ConversationKey(alias: "w04", order: order)
    private static let ofCase = ConversationKey(case: "c1", alias: "w04")

    private func mail(
        _ id: String?, _ own: ConversationKey?, day: Int, references: [String] = [], alias: String = "w04"
    ) -> Conversations.Ties {
        Conversations.Ties(
            messageID: id, references: references, date: Self.noon + .seconds(day * 86_400), own: own,
            alias: own == nil ? nil : alias)
    }

    @Test("The case comes first, then the mail it answers, then the order, then the buyer's last conversation")
    func order() {
        let found = Conversations([
            mail("a", Self.ofOrder, day: 0), mail("b", Self.alias, day: 1),
            mail("c", Self.ofCase, day: 2, references: ["a"]), mail("d", Self.ofOrder, day: 3, references: ["c"]),
            mail("e", Self.alias, day: 4, references: ["b", "unknown"]),
        ])
        #expect(found.keys == [Self.ofOrder, Self.ofOrder, Self.ofCase, Self.ofCase, Self.ofOrder])
        #expect(found.threads.map(\.mails) == [[0, 1, 4], [2, 3]])
    }

    @Test("After 30 days of silence the same buyer begins anew; within them the conversation goes on and on")
    func thirtyDays() {
        let found = Conversations([
            mail("a", Self.ofOrder, day: 0), mail("b", Self.alias, day: 29), mail("c", Self.alias, day: 58),
            mail("d", Self.alias, day: 89),
        ])
        #expect(found.keys == [Self.ofOrder, Self.ofOrder, Self.ofOrder, Self.alias])
    }

    @Test("The heap's order does not matter, dates do; the place in the thread is told")
    func unordered() {
        let found = Conversations([mail("b", Self.alias, day: 1, references: ["a"]), mail("a", Self.ofOrder, day: 0)])
        #expect(found.keys == [Self.ofOrder, Self.ofOrder])
        #expect(found.place(of: 0)?.number == 2)
        #expect(found.place(of: 0)?.before == 1)
        #expect(found.place(of: 1)?.number == 1)
    }

    @Test("Other buyers and mail of no buyer are not drawn in")
    func others() {
        let found = Conversations([
            mail("a", Self.ofOrder, day: 0), mail("b", ConversationKey(alias: "x99"), day: 0, alias: "x99"),
            mail("c", nil, day: 0, references: ["a"]),
        ])
        #expect(found.keys == [Self.ofOrder, ConversationKey(alias: "x99"), nil])
        #expect(found.place(of: 2) == nil)
    }
}
