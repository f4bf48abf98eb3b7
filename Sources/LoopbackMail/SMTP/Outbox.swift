import Foundation
import Synchronization

/// What becomes of accepted mail: it is kept, filed and delivered.
final class Outbox: Sendable {
    /// A copy for a folder.
    private struct Copy: Sendable {
        let account: Account
        let folder: String
        let bytes: [UInt8]
        let flags: Set<StoredMessage.Flag>
    }

    let mails = Watched<[CapturedMail]>([])

    private let store: MailStore
    private let waiting = Mutex<[Copy]>([])

    init(store: MailStore) { self.store = store }

    /// Takes a mail into charge.
    ///
    /// - Parameter make: makes the mail of its number.
    /// - Returns: the mail as it is kept.
    func accept(_ options: SMTPOptions, make: (Int) -> CapturedMail) -> CapturedMail {
        let mail = mails.update { mails in
            let mail = make(mails.count + 1)
            mails.append(mail)
            return mail
        }
        var bytes = mail.bytes
        if options.filing?.replacesMessageID == true {
            bytes = Outbox.replacingMessageID(in: bytes, by: "<\(mail.queueID)@\(options.name)>")
        }
        if let filing = options.filing, let account = mail.user.flatMap({ store.account($0) }) {
            let copy = Copy(account: account, folder: filing.folder, bytes: bytes, flags: [.seen])
            if filing.waits { waiting.withLock { $0.append(copy) } } else { file(copy) }
        }
        if options.deliversLocally {
            for account in mail.recipients.compactMap({ store.account($0) }) {
                let path = Array("Return-Path: <\(mail.sender)>\r\n".utf8)
                file(Copy(account: account, folder: "INBOX", bytes: path + bytes, flags: []))
            }
        }
        return mail
    }

    func fileWaiting() {
        let copies = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for copy in copies { file(copy) }
    }

    /// A provider makes its folder for sent mail where there is none.
    private func file(_ copy: Copy) {
        if copy.account.folder(copy.folder) == nil { try? copy.account.create(copy.folder) }
        _ = try? copy.account.deliver(copy.bytes, to: copy.folder, flags: copy.flags)
    }

    private static func replacingMessageID(in bytes: [UInt8], by id: String) -> [UInt8] {
        let parts = MessageParts(bytes)
        let rest = parts.rawFields.filter { $0.name.lowercased() != "message-id" }.flatMap { $0.lines }
        return Array("Message-ID: \(id)\r\n".utf8) + rest + [0x0D, 0x0A] + parts.body
    }
}
