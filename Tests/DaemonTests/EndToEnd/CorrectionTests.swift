import Correspondence
import Foundation
import Ledger
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

    @Test("From twenty corrections a model of one's own is made, adopted, and taken by the running daemon on reload")
    func ownModel() async throws {
        try await World.run { world in
            try world.configure(Self.drafts)
            for number in 0..<24 {
                let words = "I would love a nest swap for number \(number), kindly arrange the nest swap."
                try world.account.deliver(Buyer.mail("n\(number)", words, order: nil))
            }
            try await world.withDaemon { _ in try await world.event("message.classified", count: 24) }
            try await Self.correctAll(SQLiteLedger.open(world.storePath))
            let model = world.folder.appendingPathComponent("model.replyd").path
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected", count: 2)
                let made = try world.replyd("train", "--from-ledger")
                #expect(made.code == 0, Comment(rawValue: made.out + made.err))
                #expect(made.out.contains("24 texts, right with the shipped model"))
                #expect(made.out.contains("45 texts, right with the shipped model"))
                let mode = try FileManager.default.attributesOfItem(atPath: model)[.posixPermissions] as? Int
                #expect(mode == 0o640)
                #expect(try world.replyd("reload").code == 0)
                let reloaded = try await world.event("daemon.reloaded")
                #expect(reloaded["model"]?.contains("from 24 mails") == true)
                #expect(try world.replyd("status").out.contains(model))
                try world.account.deliver(
                    Buyer.mail(
                        "late", "I would love a nest swap for number 99, kindly arrange the nest swap.", order: nil))
                try await world.event("message.classified", ["message": "late@buyers.example", "kind": "problem"])
            }
        }
    }

    private static func correctAll(_ ledger: SQLiteLedger) async throws {
        for number in 0..<24 {
            for mail in try await ledger.messages(withID: "n\(number)@buyers.example") {
                _ = try await ledger.correct(mail.key, to: .problem, by: "a test", at: mail.arrived) { _, _ in
                    Verdict(decision: Decision(.hold, because: "a test"))
                }
            }
        }
    }
}
