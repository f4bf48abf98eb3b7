import Correspondence
import Foundation
import MIME

extension Past {
    /// The past as it lies in files: a Maildir, an mbox, a folder of mails.
    ///
    /// - Parameters:
    ///   - sent: where people's own mails lie; a Sent folder within a Maildir is found by itself.
    ///   - progress: called with how many of how many have been looked at.
    static func read(
        files: [String], sent: [String], progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Past {
        let incoming = try files.flatMap { try items(at: $0) }.map { Source(item: $0, place: nil) }
        let beside = files.flatMap { sentFolders(beside: $0) }
        let outgoing = try (sent + beside).flatMap { path in
            try items(at: path).map { Source(item: $0, place: (path as NSString).lastPathComponent) }
        }
        let sources = incoming + outgoing
        var looks: [Look] = []
        looks.reserveCapacity(sources.count)
        for start in stride(from: 0, to: sources.count, by: 512) {
            looks += await concurrently(Array(sources[start..<min(start + 512, sources.count)]), look)
            progress(looks.count, sources.count)
        }
        var happenings: [Happening] = []
        var unreadable: [(file: String, why: String)] = []
        var ownReplies: [Instant] = []
        for (source, look) in zip(sources, looks) {
            switch look {
            case .unreadable(let why): unreadable.append((source.item.name, why))
            case .ownReply(let time): ownReplies.append(time)
            case .at(let time):
                let load = source.item.load
                happenings.append(
                    Happening(
                        time: time, name: source.item.name,
                        what: source.place.map { .sent(load, place: $0) } ?? .mail(load)))
            }
        }
        return Past(happenings, unreadable: unreadable, ownReplies: ownReplies)
    }

    private struct Source: Sendable {
        let item: MailFiles.Item
        /// The folder of a mail that somebody sent; `nil` for one that came in.
        let place: String?
    }

    private enum Look: Sendable {
        case at(Instant)
        /// replyd sent it by itself.
        case ownReply(Instant)
        case unreadable(String)
    }

    /// A path that is not there is a slip of the pen, and no simulation without it would be worth anything.
    private static func items(at path: String) throws -> [MailFiles.Item] {
        do { return try MailFiles.items(at: path) } catch {
            throw CommandEnd.failed("\(path): it cannot be read: \(error.localizedDescription)")
        }
    }

    /// When it came or went: only the header is looked at.
    private static func look(_ source: Source) -> Look {
        let bytes: [UInt8]
        do { bytes = try source.item.load() } catch {
            return .unreadable("it cannot be read: \(error.localizedDescription)")
        }
        let mail = Mail.parse(header(of: bytes))
        let written = mail.date.map { Instant($0) }
        let arrived = source.place == nil ? mail.received.map { Instant($0) } : nil
        guard let time = arrived ?? written ?? delivery(source.item.name) else {
            return .unreadable("nothing in it says when it came")
        }
        let isOwn = mail.headers.contains("X-Replyd-Reply") && mail.headers.contains("Auto-Submitted")
        return isOwn ? .ownReply(time) : .at(time)
    }

    private static func header(of bytes: [UInt8]) -> [UInt8] {
        var lineStart = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            let length = index - lineStart
            if length == 0 || (length == 1 && bytes[lineStart] == UInt8(ascii: "\r")) { return Array(bytes[...index]) }
            lineStart = index + 1
        }
        return bytes
    }

    /// A Maildir's file is named for the second of its delivery.
    private static func delivery(_ name: String) -> Instant? {
        let digits = (name as NSString).lastPathComponent.prefix { ("0"..."9").contains($0) }
        guard (9...10).contains(digits.count), let seconds = Int64(digits) else { return nil }
        return Instant(milliseconds: seconds * 1000)
    }

    /// `.Sent` within a Maildir++, or `Sent` beside its `cur`.
    private static func sentFolders(beside path: String) -> [String] {
        ["Sent", "Sent Items", "Sent Messages", "INBOX.Sent"].flatMap { ["\(path)/.\($0)", "\(path)/\($0)"] }
            .filter { folder in
                FileManager.default.fileExists(atPath: "\(path)/cur")
                    && FileManager.default.fileExists(atPath: "\(folder)/cur")
            }
    }
}
