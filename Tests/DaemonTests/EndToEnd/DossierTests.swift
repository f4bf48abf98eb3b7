import Foundation
import LoopbackMail
import Testing

@testable import Daemon

@Suite("The dossier of an order")
struct DossierTests {
    private static let order = "111-2233445-6677889"
    private static let questions = [
        ("en", "Could you please send me an invoice with VAT for this order?"),
        ("de", "Können Sie mir bitte eine Rechnung mit Umsatzsteuer für diese Bestellung schicken?"),
        ("fr", "Pourriez-vous m'envoyer une facture avec la TVA pour cette commande, s'il vous plaît ?"),
        ("it", "Potete inviarmi una fattura con IVA per questo ordine, per favore?"),
        ("es", "¿Pueden enviarme una factura con IVA de este pedido, por favor?"),
    ]

    /// Five buyers' mails on one order, in five languages, answered; a person's answer, an attachment, a claim.
    private func story(_ body: (World, String) async throws -> Void) async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { _ in
                for (language, words) in Self.questions {
                    try world.account.deliver(
                        Buyer.mail("q-\(language)", words, alias: "buyer\(language)00000000", order: Self.order))
                }
                try await world.event("reply.filed", count: 5)
                try world.account.deliver(Self.withPhoto("photo"))
                try world.account.deliver(
                    Buyer.mail(
                        "lawyer", "Mein Anwalt wird sich bei Ihnen melden.", alias: "buyerde00000000", order: Self.order
                    ))
                try await world.event("message.held", count: 2)
                try world.account.deliver(
                    Buyer.answer("ann", to: "buyerde00000000+133a066e@marketplace.amazon.com", answering: "lawyer"),
                    to: "Sent")
                try await world.event("message.answered_by_person")
                try world.account.deliver(Self.claim)
                try await world.event("notice.recorded")
                try await world.event("message.received", count: 8)
            }
            try await body(world, world.folder.appendingPathComponent("dossier").path)
        }
    }

    private static func withPhoto(_ id: String) -> [UInt8] {
        let lines = [
            "From: \"Dana Reyes - Amazon Marketplace\" <buyeren00000000+133a066e@marketplace.amazon.com>",
            "To: \(World.user)", "Subject: Inquiry from Amazon customer Dana Reyes (Order: \(order))",
            "Date: \(Buyer.stamp(Date()))", "X-Space-Notification-Type: BBC_MESSAGE_SENT_TO_MERCHANT",
            "X-Marketplace-ID: ATVPDKIKX0DER", "MIME-Version: 1.0", "Message-ID: <\(id)@buyers.example>",
            "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain; charset=utf-8", "",
            "------------- Message:  -------------", "My lawyer will see this photo <script>alert(1)</script>.",
            "------------- End message -------------", "--b", "Content-Type: image/jpeg; name=\"../../evil photo.jpg\"",
            "Content-Disposition: attachment; filename=\"../../evil photo.jpg\"", "Content-Transfer-Encoding: base64",
            "",
            Data((0..<200).map { UInt8($0) }).base64EncodedString(), "--b--", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static let claim: [UInt8] = {
        let lines = [
            "From: Amazon <atoz-guarantee-no-reply@amazon.com>", "To: \(World.user)",
            "Subject: Action required: Claim received on order \(order)", "Date: \(Buyer.stamp(Date()))",
            "X-Space-Notification-Type: A_Z_CLAIM_RESPONDENT_NOTIFY", "X-Marketplace-ID: ATVPDKIKX0DER",
            "Message-ID: <claim@amazon.example>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "",
            "Order number: \(order)", "Claim amount: $121.70", "Please respond within 3 calendar days.", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }()

    @Test("has every mail whole, the answers with their receipts, the claim, and verifies without the store")
    func whole() async throws {
        try await story { world, folder in
            let run = try await world.replyd("dossier", Self.order, "--output", folder, "--attachments")
            #expect(run.code == 0, "\(run.err)")
            let json = try Data(contentsOf: URL(fileURLWithPath: folder + "/dossier.json"))
            let read = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
            let mails = try #require(read["mails"] as? [[String: Any]])
            #expect(mails.count == 14)
            let text = try String(contentsOfFile: folder + "/dossier.txt", encoding: .utf8)
            for (_, words) in Self.questions { #expect(text.contains(words)) }
            #expect(text.contains("the server's last line: 250"))
            #expect(text.contains("A_Z_CLAIM_RESPONDENT_NOTIFY"))
            #expect(text.contains("answer of a person, found in Sent"))
            let statement = try await world.replyd("dossier", Self.order, "--text")
            #expect(statement.out.contains("Order \(Self.order)") && statement.out.contains("What we answered:"))
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
            #expect(files.contains { $0.hasPrefix("attachments/") && $0.hasSuffix("evil_photo.jpg") })
            for file in files {
                let mode =
                    try FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[.posixPermissions] as? Int
                    ?? 0
                #expect(mode & 0o077 == 0, "\(file) has \(String(mode, radix: 8))")
            }
            let page = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
            #expect(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"))

            try FileManager.default.removeItem(atPath: world.storePath)
            let verify = try await World.command(["dossier", "--verify", folder])
            #expect(verify.code == 0, "\(verify.err)")
            #expect(verify.out.contains("the chain speaks of 14 of 14 mails"))
            let sums = try await World.execute("/bin/sh", ["-c", "cd '\(folder)' && sha256sum -c --quiet SHA256SUMS"])
            #expect(sums.code == 0)
        }
    }

    @Test("a hundred random changes are all found")
    func changes() async throws {
        try await story { world, folder in
            #expect(try await world.replyd("dossier", Self.order, "--output", folder).code == 0)
            var random = SeededGenerator(seed: UInt64(Date().timeIntervalSince1970))
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter {
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
            for round in 1...100 {
                let file = try #require(files.randomElement(using: &random))
                let url = URL(fileURLWithPath: "\(folder)/\(file)")
                let before = try Data(contentsOf: url)
                var after = before
                switch round % 5 {
                case 0: after.removeLast(Int.random(in: 1...max(1, min(40, after.count)), using: &random))
                case 1: after.append(UInt8.random(in: 33...126, using: &random))
                case 2: try FileManager.default.removeItem(at: url)
                default:
                    let place = Int.random(in: 0..<after.count, using: &random)
                    after[place] ^= UInt8.random(in: 1...255, using: &random)
                }
                if round % 5 != 2 { try after.write(to: url) }
                let found = DossierCheck.check(folder)
                #expect(!found.flaws.isEmpty, "round \(round): \(file) of \(before.count) bytes")
                try before.write(to: url)
            }
            let extra = "\(folder)/mails/999-extra.eml"
            try "x".write(toFile: extra, atomically: true, encoding: .utf8)
            #expect(DossierCheck.check(folder).flaws == ["mails/999-extra.eml was added"])
            try FileManager.default.removeItem(atPath: extra)
            #expect(DossierCheck.check(folder).flaws == [])
        }
    }

    @Test(
        "an unknown order, a folder in the way, a word that is no order, no dossier: each a clear message, nothing lost"
    )
    func wrong() async throws {
        try await story { world, folder in
            let unknown = try await world.replyd("dossier", "999-2233445-6677889")
            #expect(unknown.code == 1 && unknown.err.contains("nothing is known of order 999-2233445-6677889"))
            #expect(try await world.replyd("dossier", "invoice").code == 64)
            #expect(try await world.replyd("dossier").code == 64)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try "mine".write(toFile: folder + "/note", atomically: true, encoding: .utf8)
            let inTheWay = try await world.replyd("dossier", Self.order, "--output", folder)
            #expect(inTheWay.code == 1 && inTheWay.err.contains("is there already"))
            #expect(FileManager.default.fileExists(atPath: folder + "/note"))
            let none = try await World.command(["dossier", "--verify", folder])
            #expect(none.code == 1 && none.err.contains("is no dossier"))
            let forced = try await world.replyd("dossier", Self.order, "--output", folder, "--force")
            #expect(forced.code == 0 && !FileManager.default.fileExists(atPath: folder + "/note"))
            let byBuyer = try await world.replyd(
                "dossier", "--buyer", "buyerfr00000000+133a066e@marketplace.amazon.com", "--json")
            #expect(byBuyer.code == 0 && byBuyer.out.contains("facture"))
        }
    }

    @Test(
        "the page fits 360 px, and prints to pages that say it all",
        .enabled(
            if: Browser.isInstalled
                && FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext"),
            "chromium or pdftotext is missing"))
    func printed() async throws {
        try await story { world, folder in
            #expect(try await world.replyd("dossier", Self.order, "--output", folder).code == 0)
            let pdf = world.folder.appendingPathComponent("dossier.pdf").path
            let browser = try await World.execute(
                Browser.path,
                [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(world.folder.path)/profile",
                    "--no-pdf-header-footer", "--print-to-pdf=\(pdf)",
                    URL(fileURLWithPath: folder + "/index.html").absoluteString,
                ])
            #expect(browser.code == 0)
            let pages = try await World.execute("/usr/bin/pdftotext", ["-layout", pdf, "-"]).out
            #expect(pages.components(separatedBy: "\u{0C}").count > 3)
            #expect(pages.contains("Response times") && pages.contains("Order \(Self.order)"))
            let seen = try await Browser.look(at: URL(fileURLWithPath: folder + "/index.html"), width: 360)
            #expect(seen.contains("width 360"), Comment(rawValue: String(seen.suffix(200))))
        }
    }
}
