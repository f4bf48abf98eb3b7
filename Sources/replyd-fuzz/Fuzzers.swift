import MIME
import Marketplace
import Transport

/// Everything that reads bytes of strangers. A trap, an error of memory, a hang, or a broken promise is a finding.
enum Fuzzers {
    static let all: [String: @Sendable ([UInt8]) -> Void] = [
        "mail-to-inspect": { mail($0) },
        "html-to-text": { html($0) },
        "own-words": { ownWords($0) },
        "imap-response": { imap($0) },
        "smtp-reply": { smtp($0) },
        "profile-toml": { _ = try? Profile(toml: String(decoding: $0, as: UTF8.self)) },
    ]

    private static let recogniser = (try? Profile.shipped("amazon")).map {
        Recogniser(profiles: [$0], accept: ["amazon"], authservID: nil, ownAddress: [])
    }

    private static func mail(_ bytes: [UInt8]) {
        guard let recogniser else { fatalError("the shipped profile cannot be read") }
        let mail = Mail.parse(bytes)
        _ = recogniser.understand(mail)
        _ = mail.ownWords()
        _ = (mail.messageID, mail.subject, mail.date, mail.replyTo, mail.cc, mail.inReplyTo, mail.references)
    }

    private static func html(_ bytes: [UInt8]) {
        let source = String(decoding: bytes, as: UTF8.self)
        _ = HTMLText.text(from: source)
        _ = HTMLText.preformatted(in: source)
    }

    /// Text, and behind a NUL the HTML beside it.
    private static func ownWords(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let texts = parts.map { String(decoding: $0, as: UTF8.self) }
        _ = OwnWords.cut(text: texts[0], html: texts.count > 1 ? texts[1] : nil)
    }

    /// However the network cuts the stream, the same responses come out of it, and the same end.
    private static func imap(_ bytes: [UInt8]) {
        func read(_ pieces: [[UInt8]]) -> (count: Int, failed: Bool) {
            var parser = ResponseParser()
            var count = 0
            do {
                for piece in pieces {
                    parser.feed(piece)
                    while try parser.next() != nil { count += 1 }
                }
                return (count, false)
            } catch { return (count, true) }
        }
        precondition(read([bytes]) == read(cut(bytes)), "the stream's pieces changed its meaning")
    }

    /// As with IMAP.
    private static func smtp(_ bytes: [UInt8]) {
        func read(_ pieces: [[UInt8]]) -> (count: Int, failed: Bool) {
            var parser = ReplyParser()
            var count = 0
            do {
                for piece in pieces {
                    parser.feed(piece)
                    while try parser.next() != nil { count += 1 }
                }
                return (count, false)
            } catch { return (count, true) }
        }
        precondition(read([bytes]) == read(cut(bytes)), "the stream's pieces changed its meaning")
    }

    private static func cut(_ bytes: [UInt8]) -> [[UInt8]] {
        let length = 1 + Int(bytes.first ?? 0) % 7
        return stride(from: 0, to: bytes.count, by: length).map { Array(bytes[$0..<min($0 + length, bytes.count)]) }
    }
}
