import Foundation
import LoopbackMail
import MIME
import Testing

@Suite("Files that go with a reply")
struct AttachmentTests {
    private static let order = "111-2233445-6677889"

    /// A PDF of one page that says these words.
    private static func pdf(_ words: String) -> Data {
        var parts = ["%PDF-1.4\n"]
        let stream = "BT /F1 12 Tf 72 700 Td (\(words)) Tj ET"
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length \(stream.utf8.count)>>\nstream\n\(stream)\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(parts.joined().utf8.count)
            parts.append("\(index + 1) 0 obj\n\(object)\nendobj\n")
        }
        let start = parts.joined().utf8.count
        let table = offsets.map { String(format: "%010d 00000 n \n", $0) }.joined()
        parts.append(
            "xref\n0 6\n0000000000 65535 f \n\(table)trailer<</Size 6/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n")
        return Data(parts.joined().utf8)
    }

    private static func configure(_ world: World) throws -> URL {
        let folder = world.folder.appendingPathComponent("files")
        let own = world.folder.appendingPathComponent("own/en")
        for place in [folder, own] {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
        try "---\nsubject: Invoice\nattach: invoice\n---\nHello,\n\nhere is the invoice for order {{order_id}}.\n"
            .write(
                to: own.appendingPathComponent("inquiry-invoice.mustache"), atomically: true, encoding: .utf8)
        try world.configure(
            World.sendEverything.replacingOccurrences(of: "[limits]", with: "[sending]\nhtml = true\n[limits]")
                + "\n[attachments]\nfolder = \"\(folder.path)\"\n")
        let text = try String(contentsOfFile: world.configurationPath, encoding: .utf8)
        try text.replacingOccurrences(
            of: "templates = [", with: "templates = [\"\(own.deletingLastPathComponent().path)\", "
        ).write(toFile: world.configurationPath, atomically: true, encoding: .utf8)
        return folder
    }

    @Test(
        "the invoice of the order goes along, the text also as HTML",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext"), "pdftotext is not installed"))
    func sent() async throws {
        try await World.run { world in
            let folder = try Self.configure(world)
            let pdf = Self.pdf("Invoice for order \(Self.order)")
            try pdf.write(to: folder.appendingPathComponent("\(Self.order)-invoice.pdf"))
            try await world.withDaemon { _ in
                try world.account.deliver(Buyer.mail("q1"))
                try await world.smtp.waitFor(1)
            }
            let mail = Mail.parse(world.smtp.mails[0].bytes)
            #expect(mail.attachments.map(\.name) == ["\(Self.order)-invoice.pdf"])
            #expect(mail.attachments.first?.type == "application/pdf")
            let raw = world.smtp.mails[0].text
            #expect(raw.contains("multipart/alternative") && raw.contains("<p>here is the invoice for order"))
            #expect(raw.contains("<blockquote"))
        }
    }

    @Test(
        "another buyer's invoice, no file, a link, no PDF and one that is too large are never sent, and held with the reason",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext"), "pdftotext is not installed"),
        arguments: [
            ("other", "is it another buyer's?"), ("none", "No such file"),
            ("link", "Too many levels of symbolic links"),
            ("text", "is no PDF"), ("large", "is larger than 10 MB"),
        ])
    func held(what: String, words: String) async throws {
        try await World.run { world in
            let folder = try Self.configure(world)
            let file = folder.appendingPathComponent("\(Self.order)-invoice.pdf")
            switch what {
            case "other": try Self.pdf("Invoice for order 999-2233445-6677889").write(to: file)
            case "link":
                let target = world.folder.appendingPathComponent("secret.pdf")
                try Self.pdf(Self.order).write(to: target)
                try FileManager.default.createSymbolicLink(at: file, withDestinationURL: target)
            case "text": try Data("not a pdf \(Self.order)".utf8).write(to: file)
            case "large": try (Data("%PDF-1.4 ".utf8) + Data(count: 11 << 20)).write(to: file)
            default: break
            }
            try await world.withDaemon { _ in
                try world.account.deliver(Buyer.mail("q1"))
                let held = try await world.event("reply.held")
                #expect(held["reason"]?.contains(words) == true, Comment(rawValue: held["reason"] ?? ""))
            }
            #expect(world.smtp.mails.isEmpty)
        }
    }
}
