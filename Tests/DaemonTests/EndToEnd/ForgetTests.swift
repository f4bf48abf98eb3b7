import Foundation
import LoopbackMail
import Testing

@Suite("A buyer wants to be forgotten")
struct ForgetTests {
    @Test(
        "the running daemon erases them, the dossier has nothing of theirs left and still verifies, no mail is answered again"
    )
    func forgotten() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { _ in
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
                let run = try await world.replyd("forget", "--buyer", Buyer.address("q1"))
                #expect(run.code == 0, "\(run.err)")
                #expect(run.out.contains("erased: 1 mails, 1 replies"))
                try await world.event("privacy.forgotten")
                // The mailbox is numbered anew: the same mail is seen again, and known.
                try world.account.setUIDValidity(1_800_000_777)
                try world.account.deliver(Buyer.mail("q2"))
                try await world.event("reply.filed", ["message": "q2@buyers.example"])
                #expect(world.smtp.mails.count == 2)
                let unknown = try await world.replyd("forget", "--buyer", Buyer.address("q1"))
                #expect(unknown.code == 1 && unknown.err.contains("nothing is known of them"))
            }
            let folder = world.folder.appendingPathComponent("dossier").path
            let dossier = try await world.replyd("dossier", "111-2233445-6677889", "--output", folder)
            #expect(dossier.code == 0, "\(dossier.err)")
            let text = try String(contentsOfFile: folder + "/dossier.json", encoding: .utf8)
            #expect(!text.contains("q1@buyers.example/") && !text.contains(Buyer.address("q1")))
            #expect(try await World.command(["dossier", "--verify", folder]).code == 0)
            #expect(try await world.replyd("forget", "--order", "x").code == 64)
            #expect(try await world.replyd("forget").code == 64)
        }
    }

    @Test("while a claim is open its proof is kept")
    func openClaim() async throws {
        try await World.run { world in
            try world.configure()
            let claim = [
                "From: Amazon <atoz-guarantee-no-reply@amazon.com>", "To: \(World.user)",
                "Subject: Claim received on order 111-2233445-6677889", "Date: \(Buyer.stamp(Date()))",
                "X-Space-Notification-Type: A_Z_CLAIM_RESPONDENT_NOTIFY", "X-Marketplace-ID: ATVPDKIKX0DER",
                "Message-ID: <claim@amazon.example>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                "",
                "Order number: 111-2233445-6677889", "",
            ].joined(separator: "\r\n")
            try await world.withDaemon { _ in
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
                try world.account.deliver(claim)
                try await world.event("notice.recorded")
                let run = try await world.replyd("forget", "--order", "111-2233445-6677889")
                #expect(run.code == 1 && run.err.contains("a claim on order 111-2233445-6677889 is open"))
            }
        }
    }
}
