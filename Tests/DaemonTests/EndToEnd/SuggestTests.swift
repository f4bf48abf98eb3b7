import Foundation
import LoopbackMail
import Testing

@Suite("What people answer again and again becomes a proposal")
struct SuggestTests {
    @Test("three like answers are put together, with variables for what is one buyer's; nothing is overwritten")
    func proposal() async throws {
        try await World.run { world in
            try world.configure("[kinds.inquiry]\naction = \"hold\"\n")
            try await world.withDaemon { _ in
                for (index, id) in ["q1", "q2", "q3"].enumerated() {
                    try world.account.deliver(
                        Buyer.mail(id, "Does the lamp fit an E27 bulb?", order: "111-2233445-667788\(index)"))
                }
                try await world.event("message.received", count: 3)
                for (index, id) in ["q1", "q2", "q3"].enumerated() {
                    let words =
                        "Hello Dana Reyes,\r\n\r\nthe lamp can be dimmed with any dimmer for LED from 3 to 60 W, order "
                        + "111-2233445-667788\(index).\r\n\r\nKind regards\r\nShop Example\(index == 2 ? " team" : "")\r\n"
                    try world.account.deliver(
                        Self.answer("a\(index)", to: Buyer.address(id), answering: id, words), to: "Sent")
                }
                try await world.event("message.answered_by_person", count: 3)
            }
            let out = world.folder.appendingPathComponent("proposals")
            let first = try await world.replyd("suggest", "--output", out.path)
            #expect(first.code == 0, "\(first.err)")
            #expect(first.out.contains("3 answers alike, en, inquiry"))
            let file = out.appendingPathComponent("en/inquiry-product-question.mustache")
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.contains("Hello {{buyer_name}},") && text.contains("order {{order_id}}."))
            #expect(text.contains("Kind regards\n{{shop_name}}") && !text.contains("Dana"))
            try "mine".write(to: file, atomically: true, encoding: .utf8)
            let second = try await world.replyd("suggest", "--output", out.path)
            #expect(second.err.contains("is there already and stays as it is"))
            #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
            let none = try await world.replyd("suggest", "--least", "4")
            #expect(none.code == 0 && none.out.contains("not written the same often enough: 4"))
        }
    }

    private static func answer(_ id: String, to address: String, answering: String, _ words: String) -> [UInt8] {
        let lines = [
            "From: Ann <\(World.user)>", "To: \(address)", "Subject: Re: your question", "Date: \(Buyer.stamp(Date()))",
            "Message-ID: <\(id)@office.example>", "In-Reply-To: <\(answering)@buyers.example>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "", words,
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
