import Foundation
import LoopbackMail
import Testing

@Suite("Templates, seen before they are sent")
struct TemplateTests {
    @Test("inspect names the template and why; a rule of one's own, and facts of one's own, are used")
    func inspect() async throws {
        try await World.run { world in
            try world.configure()
            let mail = world.folder.appendingPathComponent("mail.eml").path
            try Data(Buyer.mail("q1")).write(to: URL(fileURLWithPath: mail))
            let shipped = try await world.replyd("inspect", "--json", mail)
            #expect(shipped.out.contains(#""template":"en/inquiry-invoice""#), "\(shipped.out)")
            #expect(shipped.out.contains(#""topics":["invoice"]"#))
            #expect(shipped.out.contains("inquiry-invoice for invoice (rules.toml, line"))

            let own = world.folder.appendingPathComponent("own")
            try FileManager.default.createDirectory(
                at: own.appendingPathComponent("en"), withIntermediateDirectories: true)
            try FileManager.default.createDirectory(
                at: own.appendingPathComponent("facts"), withIntermediateDirectories: true)
            try "---\nsubject: Hi\n---\nOur own words on {{order_id}}: guaranteed for {{warranty}}.\n".write(
                to: own.appendingPathComponent("en/inquiry-invoice.mustache"), atomically: true, encoding: .utf8)
            try "[asin.B0C4EXAMPL]\nwarranty = { en = \"two years\" }\n".write(
                to: own.appendingPathComponent("facts/goods.toml"), atomically: true, encoding: .utf8)
            let text = try String(contentsOfFile: world.configurationPath, encoding: .utf8)
            try text.replacingOccurrences(of: "templates = [", with: "templates = [\"\(own.path)\", ").write(
                toFile: world.configurationPath, atomically: true, encoding: .utf8)
            let rendered = try await world.replyd("inspect", "--render", mail)
            #expect(rendered.code == 0, "\(rendered.err)")
            #expect(rendered.out.contains("Our own words on 111-2233445-6677889: guaranteed for two years."))
            #expect(rendered.out.contains("To: ") && rendered.out.contains("In-Reply-To: <q1@buyers.example>"))
            try "[asin.B0C4EXAMPL]\nwaranty = \"x\"\n".write(
                to: own.appendingPathComponent("facts/goods.toml"), atomically: true, encoding: .utf8)
            let check = try await world.replyd("check")
            #expect(check.code == 78 && check.err.contains("unknown fact “asin.B0C4EXAMPL.waranty”"))
        }
    }

    @Test("what Amazon dispatches gets no address of ours; where nobody knows who does, a return is held")
    func fulfilment() async throws {
        try await World.run { world in
            let mail = world.folder.appendingPathComponent("mail.eml").path
            try Data(Buyer.mail("q1", "I want to return this item, it does not fit. How do I send it back?")).write(
                to: URL(fileURLWithPath: mail))
            for (fulfilment, words) in [
                ("merchant", "\"template\":\"en/return\""), ("amazon", "\"template\":\"en/fulfilled-by-amazon\""),
                ("unknown", "\"template\":null"),
            ] {
                try world.configure(World.sendEverything + "\n[orders]\nfulfilment = \"\(fulfilment)\"\n")
                let result = try await world.replyd("inspect", "--json", mail)
                #expect(result.out.contains(words), "\(fulfilment): \(result.out)")
            }
        }
    }

    @Test("a guideline that a seller loosens is told at check and at each start; a name that is none is refused")
    func loosened() async throws {
        try await World.run { world in
            try world.configure(World.sendEverything + "\n[guidelines]\nemoji = \"warn\"\nshouting = \"block\"\n")
            let check = try await world.replyd("check")
            #expect(check.code == 0, "\(check.err)")
            #expect(check.err.contains("a guideline is loosened: emoji = warn"))
            try await world.withDaemon { _ in
                let started = try await world.event("daemon.started")
                #expect(started["guidelines_loosened"]?.contains("emoji = warn") == true)
            }
            try world.configure(World.sendEverything + "\n[guidelines]\nemojis = \"warn\"\n")
            let wrong = try await world.replyd("check")
            #expect(wrong.code == 78 && wrong.err.contains("guidelines.emojis: unknown key"))
        }
    }

    @Test("the order moves on between planning and sending: the reply says what is true when it goes out")
    func movedOn() async throws {
        try await World.run { world in
            let drop = world.folder.appendingPathComponent("drop")
            try FileManager.default.createDirectory(at: drop, withIntermediateDirectories: true)
            try world.configure(
                World.sendEverything + "\n[orders]\ndrop = \"\(drop.path)\"\nfacts_max_age = \"3650d\"\n")
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                #expect(try await world.replyd("pause").code == 0)
                try world.account.deliver(Buyer.mail("q1", "Please cancel my order, I ordered it by mistake."))
                let scheduled = try await world.event("reply.scheduled")
                #expect(scheduled["template"] == "inquiry-cancel")
                let report = """
                    amazon-order-id\tmerchant-order-id\tshipment-id\tshipment-item-id\tamazon-order-item-id\tpurchase-date\tpayments-date\tshipment-date\treporting-date\tsku\tproduct-name\tquantity-shipped\tcarrier\ttracking-number\testimated-arrival-date\tfulfillment-channel
                    111-2233445-6677889\t\tS1\tI1\tO1\t2026-10-01T09:30:00+00:00\t2026-10-01T09:30:00+00:00\t2026-10-02T09:30:00+00:00\t2026-10-02T10:30:00+00:00\tLAMP-1\tA lamp\t1\tDHL\t0034\t2026-12-30T09:30:00+00:00\tMFN

                    """
                try report.write(to: drop.appendingPathComponent("shipments.txt"), atomically: true, encoding: .utf8)
                try await world.event("order.imported")
                #expect(try await world.replyd("resume").code == 0)
                let changed = try await world.event("reply.rescheduled")
                #expect(changed["was_template"] == "inquiry-cancel" && changed["template"] == "fulfilled-by-amazon")
                try await world.smtp.waitFor(1)
            }
            #expect(world.smtp.mails[0].text.contains("dispatched and, where needed, taken back by Amazon"))
        }
    }

    @Test(
        "check --preview shows every template, and nothing of the page overflows at any width, light or dark",
        .enabled(if: Browser.isInstalled, "chromium is not installed"))
    func preview() async throws {
        try await World.run { world in
            try world.configure()
            let folder = world.folder.appendingPathComponent("preview")
            let check = try await world.replyd("check", "--preview", folder.path)
            #expect(check.code == 0, "\(check.err)")
            let page = folder.appendingPathComponent("index.html")
            let text = try String(contentsOf: page, encoding: .utf8)
            #expect(text.components(separatedBy: "<article").count - 1 == 5 * 39)
            #expect(!text.contains("class=\"bad\""))
            for (width, dark) in [(360, false), (360, true), (800, true), (1400, false)] {
                let seen = try await Browser.look(at: page, width: width, dark: dark)
                #expect(
                    seen.contains("width \(width) ink \(Browser.ink(dark: dark))"),
                    Comment(rawValue: String(seen.suffix(200))))
            }
        }
    }
}
