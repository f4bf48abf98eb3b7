import Correspondence
import Foundation
import MIME
import Templates
import Testing

@testable import Daemon

/// What goes out is read by programs of others: each finished mail must say there what it says here.
@Suite("Every template, read by other mail programs")
struct OtherParsersTests {
    private struct Sent {
        let subject: String
        let text: String
        let bytes: [UInt8]
    }

    /// Each template in each language from three sets of facts, as a finished mail that quotes a buyer.
    private static func mails() throws -> [Sent] {
        let library = try TemplateLibrary.load([World.repository + "/templates"])
        let all = Dictionary(uniqueKeysWithValues: TemplateVariable.allCases.map { ($0, $0.example) })
        let odd = all.merging([
            .buyerName: "Zoë “Łukasz” Müller-Ñandú 田中 🙂", .items: String(repeating: "very long title ", count: 30),
        ]) { _, new in new }
        var bare = all
        for variable in [TemplateVariable.buyerName, .shopName, .returnAddress, .carrier, .tracking, .items] {
            bare[variable] = nil
        }
        return try library.languages.flatMap { language in
            try library.names(language: language).flatMap { name in
                try [all, odd, bare].compactMap { values -> Sent? in
                    guard let own = try? library.render(name, language: language, values: values) else { return nil }
                    let text = "\(own)\n\(Quoting.quote("From the buyer: ¿dónde está?\n.\nFrom me"))\n"
                    let subject = try library.subject(name, language: language, values: values)
                    let mail = OutgoingMail(
                        from: Mailbox(name: "Shop „Größe“, GmbH", address: "support@shop.example"),
                        to: [Mailbox(address: "w0455ph9mvtwg42+133a066e@marketplace.amazon.de")], subject: subject,
                        inReplyTo: "q1@buyers.example",
                        references: (1...40).map { "reference-number-\($0)-of-a-long-conversation@buyers.example" },
                        date: Date(timeIntervalSince1970: 1_790_000_000), messageID: "r@shop.example", text: text)
                    return Sent(subject: subject, text: text, bytes: try mail.compose())
                }
            }
        }
    }

    private static func normal(_ text: String) -> String {
        text.replacingOccurrences(of: "\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("Python's email and our own reader find the same subject and text; no header line is longer than 998 octets")
    func python() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parsers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let mails = try Self.mails()
        #expect(mails.count > 500)
        for (index, mail) in mails.enumerated() {
            try Data(mail.bytes).write(to: folder.appendingPathComponent("\(index).eml"))
            let own = Mail.parse(mail.bytes)
            #expect(own.subject == mail.subject)
            #expect(Self.normal(own.text) == Self.normal(mail.text))
            for line in mail.bytes.split(separator: 0x0A) where line.count > 999 {
                Issue.record("a line of \(line.count)")
            }
        }
        let script = """
            import email, email.policy, json, sys
            for i in range(\(mails.count)):
                m = email.message_from_binary_file(open(f"{sys.argv[1]}/{i}.eml", "rb"), policy=email.policy.default)
                print(json.dumps([m["subject"], m.get_body().get_content(), len(m.defects), m["from"].addresses[0].display_name]))
            """
        let out = try await World.execute("/usr/bin/env", ["python3", "-c", script, folder.path])
        #expect(out.code == 0, Comment(rawValue: out.err))
        let lines = out.out.split(separator: "\n")
        #expect(lines.count == mails.count)
        for (line, mail) in zip(lines, mails) {
            let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
            #expect(read?[0] as? String == mail.subject)
            #expect(Self.normal(read?[1] as? String ?? "") == Self.normal(mail.text))
            #expect(read?[2] as? Int == 0)
            #expect(read?[3] as? String == "Shop „Größe“, GmbH")
        }
    }

    @Test(
        "s-nail shows the same text",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/s-nail"), "s-nail is not installed"))
    func nail() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // A mailbox file has LF ends, and a line that begins with "From " is escaped in it.
        let mails = try Self.mails().filter { !$0.text.hasPrefix("From ") }
        let box = mails.map { mail in
            "From MAILER-DAEMON Wed Nov 25 16:15:22 2026\n"
                + String(decoding: mail.bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n") + "\n\n"
        }.joined()
        let file = folder.appendingPathComponent("box").path
        try box.write(toFile: file, atomically: true, encoding: .utf8)
        let commands = (1...mails.count).map { "type \($0)\n" }.joined()
        try commands.write(toFile: folder.path + "/commands", atomically: true, encoding: .utf8)
        let out = try await World.execute(
            "/bin/sh",
            [
                "-c",
                "LC_ALL=C.UTF-8 s-nail -R -n -N -S ttycharset=utf-8 -S nopager -f '\(file)' < '\(folder.path)/commands'",
            ])
        let shown = out.out.components(separatedBy: "[-- Message ").dropFirst()
        #expect(shown.count == mails.count)
        for (page, mail) in zip(shown, mails) {
            let words = mail.text.split(whereSeparator: \.isWhitespace)
            let read = page.split(whereSeparator: \.isWhitespace).suffix(words.count)
            #expect(Array(read) == words, Comment(rawValue: mail.subject))
        }
    }
}
