import Foundation
import MIME
import Testing

/// The mails that the shop writes first, from a dropped report to the buyer.
@Suite("Proactive mail, end to end")
struct ProactiveTests {
    private static let order = "302-1234567-7654321"
    private static let alias = "w04abcd1efgh2ij"

    private static func iso(_ days: Double) -> String {
        Date(timeIntervalSinceNow: days * 86_400).formatted(Date.ISO8601FormatStyle())
    }

    /// An unshipped order whose promise is `days` from now.
    private static func unshipped(_ days: Double, order: String = order, alias: String = alias) -> String {
        """
        order-id\torder-item-id\tpurchase-date\treporting-date\tpromise-date\tbuyer-email\tbuyer-name\tsku\tproduct-name\tquantity-to-ship
        \(order)\t1\t\(iso(-0.001))\t\(iso(-0.0001))\t\(iso(days))\t\(alias)@marketplace.amazon.de\tDana Reyes\tLAMP\tLeselampe\t1

        """
    }

    private static func settings(_ world: World, _ policy: String, delays: String) throws -> String {
        let file = world.folder.appendingPathComponent("delays.csv")
        try delays.write(to: file, atomically: true, encoding: .utf8)
        return World.sendEverything + """

            [orders]
            drop = "\(drop(world))"
            [proactive]
            delays = "\(file.path)"
            \(policy)
            """
    }

    private static let late = """
        [proactive.late_shipment]
        enabled = true
        action = "send"
        hours = "always"
        backfill = "7d"
        """

    private static func drop(_ world: World) -> String { world.folder.appendingPathComponent("orders").path }

    private static func give(_ text: String, as name: String, _ world: World) async throws {
        try await eventually("the drop folder") {
            FileManager.default.fileExists(atPath: drop(world) + "/rejected")
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: drop(world) + "/" + name))
    }

    private static func delays(_ rows: String) -> String {
        "order-id,sku,date,reason_de,reason_en\n\(rows)\n"
    }

    @Test("a late order is told of once, in the buyer's language, with the new day; an opt-out ends what was to come")
    func late() async throws {
        let day = String(Self.iso(6).prefix(10))
        try await World.run { world in
            try world.configure(
                try Self.settings(world, Self.late, delays: Self.delays(",LAMP,\(day),der Lieferant liefert später,")))
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try await Self.give(Self.unshipped(0.1), as: "unshipped.txt", world)
                let planned = try await world.event("notice.scheduled", ["order": Self.order])
                #expect(planned["campaign"] == "late_shipment" && planned["language"] == "de")
                let mail = try #require(try await world.smtp.waitFor(1).first)
                #expect(mail.recipients == ["\(Self.alias)@marketplace.amazon.de"])
                #expect(mail.header("Subject") == "Ihre Bestellung \(Self.order)")
                #expect(mail.header("Auto-Submitted") == "auto-generated")
                #expect(mail.header("Message-ID")?.contains("replyd.late_shipment.\(Self.order)@") == true)
                #expect(mail.header("In-Reply-To") == nil)
                let text = Mail.parse(mail.bytes).text
                for words in ["Guten Tag Dana Reyes", "der Lieferant liefert später", Self.order] {
                    #expect(text.contains(words), "\(text)")
                }
                try await world.event("reply.sent", ["campaign": "late_shipment"])
                // The same order in a newer report: nothing more.
                try await Self.give(Self.unshipped(0.05), as: "again.txt", world)
                try await world.event("order.imported", ["file": "again.txt"])
                // The buyer wants no such mail: what comes for another order of theirs stays unwritten.
                try world.account.deliver(
                    Told.optedOut("o1", alias: Self.alias + "@marketplace.amazon.de", order: Self.order))
                try await world.event("notice.recorded", ["effect": "opted_out"])
                let other = "302-7777777-7777777"
                try await Self.give(Self.unshipped(0.1, order: other), as: "other.txt", world)
                try await world.event("order.imported", ["file": "other.txt"])
                let shown = try await world.replyd("simulate", "--proactive", "--json")
                #expect(shown.out.contains("\"opted_out\""), "\(shown.out)\(shown.err)")
            }
            #expect(world.smtp.mails.count == 1)
            #expect(world.events("notice.scheduled").count == 1)
        }
    }

    @Test("as a draft it lies in Drafts, and is taken back when the buyer asks for something")
    func drafted() async throws {
        let day = String(Self.iso(6).prefix(10))
        let draft = Self.late.replacingOccurrences(of: "\"send\"", with: "\"draft\"")
        try await World.run { world in
            try world.configure(
                try Self.settings(world, draft, delays: Self.delays("\(Self.order),,\(day),,"))
                    .replacingOccurrences(of: "action = \"send\"\nmin", with: "action = \"hold\"\nmin"))
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try await Self.give(Self.unshipped(0.1), as: "unshipped.txt", world)
                try await world.event("reply.drafted", ["campaign": "late_shipment"])
                #expect(world.account.messages(in: "Drafts").count == 1)
                // A question is answered first: the mail is not wanted while the buyer waits.
                try world.account.deliver(Buyer.mail("q1", order: Self.order))
                let ended = try await world.event("reply.superseded", ["campaign": "late_shipment"])
                #expect(ended["reason"]?.contains("the buyer waits for an answer") == true, "\(ended)")
                try await world.event("draft.removed")
                #expect(world.account.messages(in: "Drafts").isEmpty)
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("a restored store finds in Sent what went out after its backup, and writes it no second time")
    func restored() async throws {
        let day = String(Self.iso(6).prefix(10))
        try await World.run { world in
            try world.configure(
                try Self.settings(world, Self.late, delays: Self.delays("\(Self.order),,\(day),,")))
            let copy = world.folder.appendingPathComponent("copy.db").path
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                #expect(try await world.replyd("backup", copy).code == 0)
                try await Self.give(Self.unshipped(0.1), as: "unshipped.txt", world)
                try await world.event("reply.filed", ["campaign": "late_shipment"])
            }
            #expect(try await world.replyd("restore", copy).code == 0)
            try await world.withDaemon { _ in
                try await world.event("store.restored")
                try await Self.give(Self.unshipped(0.1), as: "unshipped.txt", world)
                try await world.event("notice.scheduled", count: 2)
                #expect(try await world.replyd("resume").code == 0)
                let ended = try await world.event("reply.superseded", ["campaign": "late_shipment"])
                #expect(ended["reason"]?.contains("it went out before the store was restored") == true, "\(ended)")
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("what was planned is withdrawn when the order is sent after all")
    func withdrawn() async throws {
        let day = String(Self.iso(6).prefix(10))
        let waiting = Self.late.replacingOccurrences(of: "\"send\"", with: "\"hold\"")
        try await World.run { world in
            try world.configure(
                try Self.settings(world, waiting, delays: Self.delays("\(Self.order),,\(day),,")))
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try await Self.give(Self.unshipped(0.1), as: "unshipped.txt", world)
                try await world.event("reply.held", ["campaign": "late_shipment"])
                let shipped =
                    "order-id\tship-date\tcarrier-code\ttracking-number\n\(Self.order)\t\(Self.iso(0).prefix(10))\tDHL\t1234\n"
                try await Self.give(shipped, as: "shipped.txt", world)
                let ended = try await world.event("reply.superseded", ["campaign": "late_shipment"])
                #expect(ended["reason"]?.contains("it is sent") == true, "\(ended)")
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }

    @Test("a check-in is asked for once, and never without sole_review_tool; the marketplace's stop holds until resume")
    func checkIn() async throws {
        let policy = """
            [proactive.check_in]
            enabled = true
            action = "send"
            hours = "always"
            sole_review_tool = true
            consent_basis = "asked at the order"
            backfill = "60d"
            """
        let delivered = { (order: String, days: Double) in
            """
            order-id\torder-item-id\tpurchase-date\tpayments-date\tbuyer-email\tsku\tproduct-name\tquantity-purchased
            \(order)\t1\t\(Self.iso(-days - 4))\t\(Self.iso(-0.001))\tb\(order.prefix(3))000000000@marketplace.amazon.de\tLAMP\tLeselampe\t1

            """
        }
        let carrier = { (order: String, days: Double) in
            "order-id\tdelivered-date\n\(order)\t\(Self.iso(-days))\n"
        }
        let (asked, soon, gone, stopped) = (
            "302-1111111-1111111", "303-1111111-1111111", "304-1111111-1111111", "305-1111111-1111111"
        )
        try await World.run { world in
            try world.configure(try Self.settings(world, policy, delays: Self.delays("")))
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                for (order, days) in [(asked, 8.0), (soon, 3.0), (gone, 31.0)] {
                    try await Self.give(delivered(order, days), as: "order-\(order).txt", world)
                    try await Self.give(carrier(order, days), as: "carrier-\(order).txt", world)
                    try await world.event("order.imported", ["file": "carrier-\(order).txt"])
                }
                try await world.event("reply.sent", ["campaign": "check_in", "order": asked])
                try world.account.deliver(Told.restricted("r1"))
                try await world.event("proactive.stopped", ["mailbox": "main"])
                #expect(try await world.replyd("status").out.contains("NO PROACTIVE MAIL"))
                try await Self.give(delivered(stopped, 9), as: "order-5.txt", world)
                try await Self.give(carrier(stopped, 9), as: "carrier-5.txt", world)
                try await world.event("order.imported", ["file": "carrier-5.txt"])
                let simulated = try await world.replyd("simulate", "--proactive", "--json")
                #expect(simulated.out.contains("\"suspended\""), "\(simulated.out)")
                #expect(world.events("notice.scheduled").count == 1)
                #expect(try await world.replyd("resume", "--proactive").code == 0)
                try await world.event("proactive.resumed")
                try await world.event("reply.sent", ["campaign": "check_in", "order": stopped])
            }
            #expect(world.events("reply.sent").compactMap { $0["order"] } == [asked, stopped])
        }
    }
}
