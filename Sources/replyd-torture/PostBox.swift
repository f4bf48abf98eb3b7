import Foundation
import LoopbackMail
import ServerBed

/// Where buyers' mail lies: in the loopback server, or in a real Dovecot.
enum PostBox {
    case loopback(Account)
    case dovecot(Dovecot)

    /// A mail as the verdict looks at it.
    struct Entry {
        let bytes: [UInt8]
        let isAnswered: Bool
        let isSeen: Bool
    }

    func deliver(_ bytes: [UInt8]) throws {
        switch self {
        case .loopback(let account): try account.deliver(bytes)
        case .dovecot(let dovecot): try dovecot.deliver(bytes, to: World.user)
        }
    }

    func entries(in folder: String = "INBOX") -> [Entry] {
        switch self {
        case .loopback(let account):
            return account.messages(in: folder).map {
                Entry(bytes: $0.bytes, isAnswered: $0.flags.contains(.answered), isSeen: $0.flags.contains(.seen))
            }
        case .dovecot(let dovecot):
            let box = dovecot.maildir(of: World.user, folder: folder)
            return ["new", "cur"].flatMap { part -> [Entry] in
                let place = box.appendingPathComponent(part)
                let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
                return names.map { name in
                    // The flags stand in a Maildir's file names: replied and seen.
                    let flags = name.components(separatedBy: ":2,").dropFirst().first ?? ""
                    let bytes = (try? Data(contentsOf: place.appendingPathComponent(name))) ?? Data()
                    return Entry(bytes: Array(bytes), isAnswered: flags.contains("R"), isSeen: flags.contains("S"))
                }
            }
        }
    }
}
