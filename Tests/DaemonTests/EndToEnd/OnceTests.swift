import Foundation
import LoopbackMail
import Testing

@Suite("Never twice")
struct OnceTests {
    private static let proof = World.sendEverything + "\n[sending]\nsettle = \"1s\"\nwhen_unsure = \"send\"\n"
    private static let filesItself = "save_sent = \"server\""

    @Test("the answer to the final dot is lost, the provider files sent mail: found in Sent, exactly one reply")
    func lostAnswerFiled() async throws {
        try await World.run(smtp: SMTPOptions(filing: .init()), smtpScript: [.at(.message, .done, .first(1), do: .cut)])
        { world in
            try world.configure(Self.proof, mailbox: Self.filesItself)
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                try await world.event("reply.ambiguous")
                let sent = try await world.event("reply.sent")
                #expect(sent["receipt"]?.contains("found in Sent") == true)
                try world.account.deliver(Buyer.mail("q2", alias: "another12345678"))
                try await world.smtp.waitFor(2)
            }
            #expect(world.smtp.mails.count == 2)
        }
    }

    @Test("a provider that replaces the Message-ID is found by X-Replyd-Reply")
    func replacedID() async throws {
        let filing = SMTPOptions(filing: .init(replacesMessageID: true))
        try await World.run(smtp: filing, smtpScript: [.at(.message, .done, .first(1), do: .cut)]) { world in
            try world.configure(Self.proof, mailbox: Self.filesItself)
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                try await world.event("reply.sent")
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("the server dies with the mail before it accepts it, and files sent mail: not in Sent, so sent again, once")
    func neverAccepted() async throws {
        try await World.run(
            smtp: SMTPOptions(filing: .init()), smtpScript: [.at(.message, .arrived, .first(1), do: .cut)]
        ) { world in
            try world.configure(Self.proof, mailbox: Self.filesItself)
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                try await world.event("reply.ambiguous")
                try await world.smtp.waitFor(1)
                try await world.event("reply.sent")
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test(
        "where nothing proves it, the reply is held as ambiguous and never sent again by itself",
        arguments: [true, false])
    func noProof(accepted: Bool) async throws {
        let script: Script = [.at(.message, accepted ? .done : .arrived, .first(1), do: .cut)]
        try await World.run(smtpScript: script) { world in
            try world.configure(Self.proof, mailbox: "save_sent = \"none\"")
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                let held = try await world.event("reply.held")
                #expect(held["reason"]?.contains("ambiguous") == true)
                try world.account.deliver(Buyer.mail("q2", alias: "another12345678"))
                try await world.smtp.waitFor(accepted ? 2 : 1)
            }
            #expect(world.smtp.mails.count { $0.header("In-Reply-To") == "<q1@buyers.example>" } == (accepted ? 1 : 0))
        }
    }

    @Test("a connection that breaks before the final dot is simply tried again")
    func beforeTheDot() async throws {
        try await World.run(smtpScript: [.at("DATA", .arrived, .first(1), do: .cut)]) { world in
            try world.configure(Self.proof)
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                try await world.event("reply.rescheduled")
                try await world.event("reply.sent", within: .seconds(180))
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("kill -9 ten times among fifty mails: each answered exactly once where the provider files sent mail")
    func killedWithProof() async throws {
        try await killed(smtp: SMTPOptions(filing: .init()), mailbox: Self.filesItself) { world, replies, _ in
            #expect(replies.values.allSatisfy { $0 == 1 })
            #expect(replies.count == 50)
        }
    }

    @Test("kill -9 ten times where it does not: nobody is answered twice, and whoever is not is held as ambiguous")
    func killedWithoutProof() async throws {
        try await killed(smtp: SMTPOptions(), mailbox: "save_sent = \"append\"") { world, replies, held in
            #expect(replies.values.allSatisfy { $0 == 1 })
            #expect(Set(replies.keys).union(held).count == 50)
        }
    }

    /// Fifty mails, ten kills at random moments, and what came of it.
    private func killed(
        smtp: SMTPOptions, mailbox: String, _ judge: (World, [String: Int], Set<String>) throws -> Void
    ) async throws {
        try await World.run(smtp: smtp, smtpScript: [.at(.message, .done, do: .delay(.milliseconds(40)))]) { world in
            try world.configure(Self.proof, mailbox: mailbox)
            let ids = (1...50).map { "k\($0)" }
            for id in ids { try world.account.deliver(Buyer.mail(id, alias: "buyer\(id)aaaaaaaa")) }
            try world.account.deliver(Buyer.stranger("s1"))
            var random = SystemRandomNumberGenerator()
            for _ in 1...10 {
                let daemon = try RunningDaemon(world)
                let before = world.smtp.mails.count
                // A moment in the middle of the work: after some replies, not after a time.
                let more = Int.random(in: 0...3, using: &random)
                try await eventually("work, or the end of it", within: .seconds(180)) {
                    world.smtp.mails.count >= min(before + more, 50) || !daemon.isRunning
                }
                try await daemon.kill()
            }
            try await world.withDaemon { _ in
                try await eventually("every mail's end", within: .seconds(180)) {
                    let ended = Set(
                        (world.events("reply.sent") + world.events("reply.held")).compactMap { $0["message"] })
                    return ended.count >= 50
                }
            }
            let answered = world.smtp.mails.compactMap { $0.header("In-Reply-To")?.dropFirst().dropLast() }.map(
                String.init)
            let replies = Dictionary(answered.map { ($0, 1) }, uniquingKeysWith: +)
            #expect(!replies.keys.contains("s1@strangers.example"))
            try judge(world, replies, Set(world.events("reply.held").compactMap { $0["message"] }))
        }
    }
}
