import Foundation
import LoopbackMail
import MIME
import Testing

@Suite("The digest")
struct DigestTests {
    /// Of a full minute two minutes ahead at least: the daemon must be there before it, on a busy machine too.
    private static func configuration(to: String = "people@shop.example") -> String {
        let parts = Calendar.current.dateComponents(in: .gmt, from: Date() + 180)
        let at = String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
        return """
            [windows]
            reply_after = "0s"
            hours = "always"
            timezone = "UTC"
            [kinds.inquiry]
            action = "hold"
            min_confidence = 0.3
            [digest]
            to = ["\(to)"]
            at = ["\(at)"]
            """
    }

    private static func digests(_ world: World) -> [CapturedMail] {
        world.smtp.mails.filter { $0.header("Message-ID")?.contains("replyd-digest.") == true }
    }

    @Test("tells what waits, why, what to paste and what to click; once over a kill; its own mail is no buyer's")
    func once() async throws {
        try await World.run { world in
            try world.configure(
                Self.configuration(to: World.user), mailbox: "accept = [\"amazon\", \"shop.example\"]")
            let link = "https://sellercentral.amazon.com/messaging/no-response-needed?t=1&h=ab"
            try world.account.deliver(Buyer.mail("q1", "Could you send an <b>invoice</b> with VAT for this order?"))
            let thanks = Buyer.mail("q2", "Thank you very much!", alias: "another12345678")
            try world.account.deliver(thanks + Array("Resolve case \(link)\r\n".utf8))
            let daemon = try RunningDaemon(world)
            try await world.event("digest.sent", within: .seconds(400))
            try await daemon.kill()

            let captured = try #require(Self.digests(world).first)
            let mail = Mail.parse(captured.bytes)
            #expect(mail.text.contains("minutes left"))
            #expect(mail.text.contains("the action for inquiry is hold"))
            #expect(mail.text.contains("-- a reply to paste --\nHello Dana Reyes,"))
            #expect(mail.text.contains("No answer needed\n=") && mail.text.contains("No response needed: \(link)"))
            #expect(!mail.text.contains("Questions that no template could answer"))
            #expect(mail.html?.contains("&lt;b&gt;invoice&lt;/b&gt;") == true && mail.html?.contains("<b>") == false)

            // It comes back into the mailbox itself, and so does what people say about it.
            try world.account.deliver(captured.bytes)
            let id = try #require(captured.header("Message-ID"))
            try world.account.deliver(
                Array(
                    "From: A <a@shop.example>\r\nTo: \(World.user)\r\nSubject: Re: digest\r\nMessage-ID: <r@shop.example>\r\nIn-Reply-To: \(id)\r\nDate: \(Buyer.stamp(Date()))\r\n\r\nWhere is the invoice?\r\n"
                        .utf8))
            try await world.withDaemon { _ in try await world.event("message.ignored", count: 2) }
            #expect(Self.digests(world).count == 1)
            #expect(world.events("digest.sent").count == 1)
        }
    }

    @Test("killed while it is being sent: never sent twice, and said so")
    func killed() async throws {
        try await World.run(smtpScript: [.at(.message, .done, .first(1), do: .stall)]) { world in
            try world.configure(Self.configuration())
            try world.account.deliver(Buyer.mail("q1"))
            let daemon = try RunningDaemon(world)
            try await eventually("the digest at the server", within: .seconds(400)) { Self.digests(world).count == 1 }
            try await daemon.kill()
            try await world.withDaemon { _ in
                let failed = try await world.event("digest.failed")
                #expect(failed["reason"]?.contains("may have arrived") == true)
            }
            #expect(Self.digests(world).count == 1)
        }
    }
}
