import Foundation
import LoopbackMail
import Testing

@Suite("A person corrects the classifier")
struct CorrectionTests {
    private static let drafts = """
        [windows]
        reply_after = "6h"
        hours = "always"
        [kinds.inquiry]
        action = "send"
        min_confidence = 0.0
        [kinds.return]
        action = "send"
        min_confidence = 0.0
        [kinds.problem]
        action = "hold"
        min_confidence = 0.0
        """

    @Test("inspect --correct chooses the right template anew, with and without a daemon")
    func correct() async throws {
        try await World.run { world in
            try world.configure(Self.drafts)
            try await world.withDaemon { _ in
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("message.classified", ["message": "q1@buyers.example"])
                let done = try world.replyd("inspect", "--correct", "return", "<q1@buyers.example>")
                #expect(done.code == 0, Comment(rawValue: done.err))
                #expect(done.out.contains("corrected to return"))
                try await world.event("message.corrected", ["message": "q1@buyers.example", "to": "return"])
                try await world.event("reply.scheduled", ["template": "return"])
            }
            let held = try world.replyd("inspect", "--correct", "problem", "q1@buyers.example")
            #expect(held.code == 0, Comment(rawValue: held.err))
            #expect(held.out.contains("return corrected to problem"))
            #expect(held.out.contains("is held"))
            let unknown = try world.replyd("inspect", "--correct", "claim", "nobody@buyers.example")
            #expect(unknown.code == 1)
            #expect(unknown.err.contains("no mail has the Message-ID nobody@buyers.example"))
            let wrong = try world.replyd("inspect", "--correct", "refund", "q1@buyers.example")
            #expect(wrong.code == 64)
            #expect(wrong.err.contains("inquiry, return, problem, claim, other"))
            let few = try world.replyd("train", "--from-ledger")
            #expect(few.code == 1)
            #expect(few.err.contains("1 corrected or confirmed mails; at least 20 are needed"))
        }
    }

    @Test("A bad model file is refused on reload, and the daemon keeps the one that it has")
    func badModel() async throws {
        try await World.run { world in
            try world.configure(Self.drafts)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                let model = world.folder.appendingPathComponent("model.replyd")
                try Data("replydOM".utf8).write(to: model)
                let refused = try world.replyd("reload")
                #expect(refused.code == 1)
                #expect(refused.err.contains("cut short"))
                let event = try await world.event("config.rejected")
                #expect(event["errors"]?.contains("model.replyd") == true)
                #expect(try world.replyd("status").out.contains("model the shipped model, digest"))
                #expect(try world.replyd("check").err.contains("cut short"))
                try FileManager.default.removeItem(at: model)
                #expect(try world.replyd("reload").code == 0)
                let reloaded = try await world.event("daemon.reloaded")
                #expect(reloaded["model"]?.contains("the shipped model") == true)
            }
        }
    }
}
