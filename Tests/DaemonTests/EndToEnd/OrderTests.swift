import Foundation
import Testing

@Suite("Orders, end to end")
struct OrderStories {
    static let report = """
        order-id\torder-item-id\tpurchase-date\treporting-date\tpromise-date\tsku\tproduct-name\tquantity-to-ship
        302-1234567-7654321\t1\t2026-10-01T08:00:00Z\t2026-10-02T08:00:00Z\t2026-10-05T20:00:00Z\tLAMP\tLamp\t1
        302-1234567-7654322\t2\tsoon\t2026-10-02T08:00:00Z\t2026-10-05T20:00:00Z\tLAMP\tLamp\t1

        """

    @Test("a dropped report is read, moved and told; what is no report is rejected; a second copy changes nothing")
    func dropped() async throws {
        try await World.run { world in
            let drop = world.folder.appendingPathComponent("orders")
            try world.configure(World.sendEverything + "\n[orders]\ndrop = \"\(drop.path)\"\n")
            let files = FileManager.default
            try await world.withDaemon { _ in
                try await world.event("daemon.started")
                try await eventually("the drop folder") { files.fileExists(atPath: drop.path + "/rejected") }
                try Data(Self.report.utf8).write(to: drop.appendingPathComponent("unshipped.txt"))
                try await world.event("order.imported", ["file": "unshipped.txt", "taken": "1", "rejected": "1"])
                try await eventually("the file in done") { files.fileExists(atPath: drop.path + "/done/unshipped.txt") }
                let problems = drop.path + "/done/unshipped.txt.problems"
                try await eventually("its problems") { files.fileExists(atPath: problems) }
                #expect(
                    try String(contentsOfFile: problems, encoding: .utf8)
                        == "unshipped.txt: line 3, column purchase-date: \"soon\" is no date\n")

                let shown = try await world.replyd("orders", "show", "302-1234567-7654321", "--json")
                #expect(shown.out.contains("\"stage\" : \"placed\""))
                #expect(shown.out.contains("\"promised_ship\""))
                #expect(shown.out.contains("report:unshipped"))

                try Data("not a report\n".utf8).write(to: drop.appendingPathComponent("notes.txt"))
                let why = drop.path + "/rejected/notes.txt.why"
                try await eventually("its why") { files.fileExists(atPath: why) }
                #expect(try String(contentsOfFile: why, encoding: .utf8).contains("the header of no report"))

                try Data(Self.report.utf8).write(to: drop.appendingPathComponent("unshipped.txt"))
                try await eventually("the copy in done") {
                    files.fileExists(atPath: drop.path + "/done/unshipped-2.txt")
                }
                #expect(world.events("order.imported").count == 1)
            }
        }
    }

    @Test("what the seller's command prints is imported; a command that fails is told with its words")
    func fetched() async throws {
        try await World.run { world in
            let drop = world.folder.appendingPathComponent("orders").path
            let report = world.folder.appendingPathComponent("report.txt").path
            try Self.report.write(toFile: report, atomically: true, encoding: .utf8)
            let fetch = { (script: String) in
                """

                [orders]
                drop = "\(drop)"
                fetch = { command = ["/bin/sh", "-c", "\(script)"], every = "1h" }
                """
            }
            try world.configure(World.sendEverything + fetch("cat \(report)"))
            try await world.withDaemon { _ in
                try await world.event("order.imported", ["taken": "1", "rejected": "1"])
            }
            try world.configure(World.sendEverything + fetch("echo no network >&2; exit 3"))
            try await world.withDaemon { _ in
                try await world.event("order.fetch_failed", ["reason": "it ended with exit status 3: no network"])
            }
            let unknown = try await world.replyd("orders", "show", "302-0000000-0000000")
            #expect(unknown.code == 1)
            #expect(unknown.err.contains("nothing is known of order 302-0000000-0000000"))
        }
    }

    @Test("facts beat words: where is my parcel is an inquiry before the promised day, and a problem after it")
    func pastPromise() async throws {
        func iso(_ days: Double) -> String {
            Date(timeIntervalSinceNow: days * 86_400).formatted(Date.ISO8601FormatStyle())
        }
        let columns =
            "order-id\torder-item-id\tpurchase-date\tpayments-date\tsku\tquantity-purchased\tlatest-delivery-date"
        let rows = [("302-1111111-1111111", 3.0), ("302-2222222-2222222", -3.0)].map { order, due in
            "\(order)\t1\t\(iso(-9))\t\(iso(-0.01))\tLAMP\t1\t\(iso(due))"
        }
        try await World.run { world in
            let drop = world.folder.appendingPathComponent("orders")
            try world.configure(
                "[windows]\nhours = \"always\"\n[kinds.inquiry]\naction = \"hold\"\n[kinds.problem]\naction = \"hold\"\n"
                    + "[orders]\ndrop = \"\(drop.path)\"\n")
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try await eventually("the drop folder") {
                    FileManager.default.fileExists(atPath: drop.path + "/rejected")
                }
                try Data(([columns] + rows).joined(separator: "\n").appending("\n").utf8)
                    .write(to: drop.appendingPathComponent("orders.txt"))
                try await world.event("order.imported", ["taken": "2"])
                for (id, order) in [("early", "302-1111111-1111111"), ("late", "302-2222222-2222222")] {
                    try world.account.deliver(
                        Buyer.mail(id, "Where is my parcel? I am waiting for it.", order: order))
                }
                let early = try await world.event("message.classified", ["message": "early@buyers.example"])
                let late = try await world.event("message.classified", ["message": "late@buyers.example"])
                #expect(early["kind"] == "inquiry", "\(early)")
                #expect(late["kind"] == "problem", "\(late)")
                #expect(late["because"]?.contains("promised") == true, "\(late)")
            }
        }
    }
}
