import Correspondence
import Foundation
import Ledger
import MIME
import Reports

/// A dossier as a folder that stands by itself: pages, mails, the chain, and sums over all of it.
enum DossierFolder {
    static let sums = "SHA256SUMS"

    /// Everything in it, by relative path.
    static func files(_ dossier: Dossier, _ chain: ChainExcerpt, attachments: Bool) -> [(path: String, bytes: [UInt8])]
    {
        var files: [(path: String, bytes: [UInt8])] = [
            ("index.html", Array(DossierPage.html(dossier, head: chain.words).utf8)),
            ("dossier.txt", Array(DossierPage.text(dossier, head: chain.words).utf8)),
            ("statement.txt", Array(dossier.statement.utf8)), ("chain.jsonl", Array(chain.lines.utf8)),
            ("dossier.json", Array(json(dossier, chain).utf8)), ("WHAT-THIS-PROVES.txt", Array(proof.utf8)),
        ]
        files += dossier.mails.map { ($0.file, $0.bytes) }
        if attachments {
            var limits = Limits.standard
            limits.keepsAttachments = true
            for mail in dossier.mails {
                let stem = URL(fileURLWithPath: mail.file).deletingPathExtension().lastPathComponent
                for (index, file) in Mail.parse(mail.bytes, limits: limits).attachments.enumerated() {
                    files.append(("attachments/\(stem)-\(index + 1)-\(safe(file.name))", file.content ?? []))
                }
            }
        }
        let lines = files.sorted { $0.path < $1.path }.map { "\(Digest(of: $0.bytes))  \($0.path)\n" }
        return files + [(sums, Array(lines.joined().utf8))]
    }

    /// A sender's file name as a name that leads nowhere else.
    private static func safe(_ name: String) -> String {
        let plain = name.unicodeScalars.map { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "._-".unicodeScalars.contains(scalar))
                ? Character(scalar) : "_"
        }
        let word = String(String(plain).drop { $0 == "." }.prefix(80))
        return word.isEmpty ? "file" : word
    }

    /// Writes it, readable to its owner alone; the folder appears under its name only when it is whole.
    static func write(_ files: [(path: String, bytes: [UInt8])], to folder: String, force: Bool) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: folder), !force {
            throw CommandEnd.failed("\(folder) is there already: give another --output, or --force to replace it")
        }
        let draft = folder + ".part-\(getpid())"
        try? manager.removeItem(atPath: draft)
        do {
            for (path, bytes) in files {
                let place = URL(fileURLWithPath: draft).appendingPathComponent(path)
                try manager.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
                guard
                    manager.createFile(
                        atPath: place.path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
                else { throw CommandEnd.failed("\(place.path) cannot be written: \(String(cString: strerror(errno)))") }
            }
            if force { try? manager.removeItem(atPath: folder) }
            try manager.moveItem(atPath: draft, toPath: folder)
        } catch {
            try? manager.removeItem(atPath: draft)
            throw error
        }
    }

    static func json(_ dossier: Dossier, _ chain: ChainExcerpt) -> String {
        let entries = dossier.entries.map { entry in
            [
                "at": entry.at.iso8601, "sort": entry.sort.rawValue, "title": entry.title, "details": entry.details,
                "file": entry.file ?? NSNull(),
            ] as [String: Any]
        }
        let mails = dossier.mails.map { mail in
            [
                "file": mail.file, "sha256": mail.sha256, "message_id": mail.messageID ?? NSNull(),
                "bytes": mail.bytes.count,
            ]
                as [String: Any]
        }
        let waits = dossier.waits.map { wait in
            [
                "began": wait.began.iso8601, "answered": wait.answered?.iso8601 ?? NSNull(), "by": wait.by,
                "within_24h": wait.isInMarketplaceTime ?? NSNull(), "within_own_window": wait.isInOwnTime ?? NSNull(),
            ] as [String: Any]
        }
        let object: [String: Any] = [
            "title": dossier.title, "entries": entries, "mails": mails, "response_times": waits,
            "statement": dossier.statement, "chain_head": chain.head.description,
            "chain_from": chain.links.first?.number ?? 0, "chain_to": chain.links.last?.number ?? 0,
        ]
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static let proof = """
        What this folder proves, and what it does not

        SHA256SUMS holds the digest of every file here: a file that was changed, added or taken away since is found by
        `replyd dossier --verify FOLDER`, or by `sha256sum -c SHA256SUMS`.

        chain.jsonl is the part of the ledger's event chain from this matter's first event to its last. Each event's hash
        covers the one before, so no event between them can have been changed, added or left out afterwards without
        changing the head. The digest of each mail stands in the event that tells of its arrival or its sending: the mails
        here are those that the chain speaks of.

        The chain is the owner's own: it proves that nothing was changed since the head was given away, not before. A head
        that somebody else holds, such as the one in the daily digest mail, fixes everything up to its event.

        What others have signed proves more. A buyer's mail carries the DKIM-Signature of the marketplace and the
        Authentication-Results of the receiving server. The last line of the sending server, with its queue id, tells that
        it took a reply; that the marketplace delivered it to the buyer can be seen only in the marketplace's own records.

        """
}
