import Foundation
import Testing

@Suite("Commands")
struct CommandTests {
    @Test("check reports every error at once, with line, path and remedy, and ends with 78")
    func check() async throws {
        try await World.run { world in
            try world.configure(
                "[windows]\nreply_within = \"1h\"\nreply_after = \"2h\"\n[kinds.inquiry]\nacton = \"send\"\n")
            let check = try await world.replyd("check")
            #expect(check.code == 78)
            #expect(check.err.contains("windows.reply_within"))
            #expect(check.err.contains("kinds.inquiry.acton"))
            #expect(check.err.contains("did you mean \"action\""))
            #expect(try await world.replyd("run").code == 78)
        }
    }

    @Test("check --connect logs in to both servers, looks at the folders and changes nothing")
    func connect() async throws {
        try await World.run { world in
            try world.configure()
            let check = try await world.replyd("check", "--connect")
            #expect(check.code == 0, "\(check.err)")
            #expect(check.err.contains("IMAP imaps://localhost"))
            #expect(check.err.contains("SMTP smtp://localhost"))
            #expect(check.err.contains("Sent is Sent, Drafts is Drafts"))
            #expect(check.err.contains("not there: replyd/Hold, replyd/Send now"))
            #expect(check.err.contains("no copy of an answer given in Seller Central has ever come in"))
            let folders = world.account.folders.map(\.name)
            #expect(try await world.replyd("check", "--create-folders").code == 0)
            #expect(Set(world.account.folders.map(\.name)).subtracting(folders).contains("replyd/Send now"))
            world.store.setCredentials(of: World.user, password: "other")
            let refused = try await world.replyd("check", "--connect")
            #expect(refused.code == 1)
            #expect(refused.err.contains("login refused"))
        }
    }

    @Test("check --json prints what is in force")
    func effective() async throws {
        try await World.run { world in
            try world.configure()
            let check = try await world.replyd("check", "--json")
            #expect(check.code == 0)
            #expect(try JSONSerialization.jsonObject(with: Data(check.out.utf8)) is [String: Any])
            #expect(!check.out.contains(World.password))
        }
    }

    @Test("inspect holds an attachment of 20 MB once, not twice")
    func memory() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let line = String(repeating: "QUJD", count: 19) + "\r\n"
        func peak(lines: Int) throws -> Int {
            let file = folder.appendingPathComponent("\(lines).eml")
            let mail = """
                From: Ann <a1n2n3a4n5n6a7@marketplace.amazon.de>\r
                Content-Type: application/pdf; name=a.pdf\r
                Content-Transfer-Encoding: base64\r
                \r

                """ + String(repeating: line, count: lines)
            try Data(mail.utf8).write(to: file)
            return try PeakMemory.bytes(of: World.program("replyd"), ["inspect", "--json", file.path])
        }
        let lines = 20_000_000 / 57
        let more = try peak(lines: lines) - peak(lines: 1)
        #expect(more < lines * line.utf8.count * 3 / 2, "\(more) bytes for a file of \(lines * line.utf8.count)")
    }

    @Test("inspect ties the mails of a folder together, prints them in its order, and their threads for people")
    func conversations() async throws {
        try await World.run { world in
            try world.configure()
            let folder = world.folder.appendingPathComponent("mails")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let now = Date()
            let mails = [
                ("1.eml", "late", Date(timeInterval: 60, since: now), ["In-Reply-To: <early@buyers.example>"]),
                ("2.eml", "other", now, []), ("3.eml", "early", now, []),
            ]
            for (name, id, date, headers) in mails {
                var mail = String(
                    decoding: Buyer.mail(id, order: nil, date: date, headers: headers), as: UTF8.self)
                mail = mail.replacingOccurrences(of: "+133a066e@", with: "@")
                try mail.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
            }
            let lines = try await world.replyd("inspect", "--json", folder.path).out.split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            #expect(lines.map { $0["message_id"] as? String } == mails.map { "\($0.1)@buyers.example" })
            let conversations = lines.compactMap { $0["conversation"] as? String }
            try #require(conversations.count == 3)
            #expect(conversations[0] == conversations[2])
            #expect(conversations[0] != conversations[1])
            let text = try await world.replyd("inspect", folder.path).out
            #expect(text.contains("mail 2 of 2, after \(folder.path)/3.eml"))
            let thread = try #require(text.range(of: "\nconversation \(conversations[0])\n"))
            #expect(text[thread.upperBound...].contains(/3\.eml\n.*1\.eml/))
        }
    }

    @Test("inspect prints every field of the contract for any bytes, and one object a mail")
    func inspect() async throws {
        try await World.run { world in
            try world.configure()
            let good = world.folder.appendingPathComponent("good.eml")
            try Data(Buyer.mail("q1", "The vase arrived broken, there is glass everywhere.")).write(to: good)
            let bad = world.folder.appendingPathComponent("bad.eml")
            try Data([0, 255, 10, 13, 0]).write(to: bad)
            let inspected = try await world.replyd("inspect", "--json", good.path, bad.path)
            #expect(inspected.code == 0)
            let lines = inspected.out.split(separator: "\n")
            #expect(lines.count == 2)
            let objects = try lines.map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            for object in objects {
                for field in Self.contract { #expect(object.keys.contains(field), "\(field)") }
            }
            #expect(objects[0]["source"] as? String == "buyer")
            #expect(objects[0]["kind"] as? String == "problem")
            #expect(objects[0]["text"] as? String == "The vase arrived broken, there is glass everywhere.")
            #expect(objects[0]["order_ids"] as? [String] == ["111-2233445-6677889"])
            #expect(objects[0]["reply_by"] as? String != nil)
            #expect(try await world.replyd("inspect", "/nowhere.eml").code == 1)
        }
    }

    private static let contract = [
        "file", "message_id", "date", "from", "reply_to", "subject", "source", "notice", "marketplace", "order_ids",
        "asins", "language", "text", "quoted", "attachments", "kind", "confidence", "because", "decision", "reason",
        "reply_after", "reply_by", "template", "error",
    ]

    @Test("wrong usage ends with 64")
    func usage() async throws {
        try await World.run { world in
            try world.configure()
            #expect(try await world.replyd("inspect").code == 64)
            #expect(try await world.replyd("nonsense").code == 64)
        }
    }
}
