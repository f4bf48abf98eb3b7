import Correspondence
import MIME

/// Says what a mail is to us, by the facts of the marketplaces that may get replies.
///
/// Pure: the same mail, the same understanding. Compiled once, used for every mail, from any thread.
public struct Recogniser: Sendable {
    let profiles: [Profile]
    private let acceptedDomains: [String]
    private let acceptedAddresses: Set<String>
    private let authservID: String?
    private let ownAddresses: Set<String>

    /// - Parameters:
    ///   - profiles: the marketplaces that are known; those count whose name stands in `accept`.
    ///   - accept: names of profiles, domains (and what lies below them), or addresses that may get a reply.
    ///   - authservID: the server whose Authentication-Results are believed (RFC 8601); `nil`: the uppermost's.
    ///   - ownAddress: the addresses that we write from.
    public init(profiles: [Profile], accept: [String], authservID: String?, ownAddress: [EmailAddress]) {
        let names = Set(profiles.map(\.name))
        self.profiles = profiles.filter { accept.contains($0.name) }
        let others = accept.filter { !names.contains($0) }.map { $0.lowercased() }
        acceptedDomains = others.filter { !$0.contains("@") }
        acceptedAddresses = Set(others.filter { $0.contains("@") })
        self.authservID = authservID
        ownAddresses = Set(ownAddress.map { $0.description.lowercased() })
    }

    public func understand(_ mail: Mail) -> Understanding {
        let profile = profiles.first
        if let profile, let from = mail.from.flatMap({ EmailAddress($0.address) }), let relay = profile.relay(from) {
            let unframed = profile.frame.takeOff(mail)
            let own = OwnWords.cut(text: unframed.words, html: unframed.html)
            var orders = IdentifierScan.orders(in: mail.subject)
            for order in IdentifierScan.orders(in: own.text) where !orders.contains(order) { orders.append(order) }
            return Understanding(
                recognition: .buyer(
                    BuyerMessage(
                        replyTo: relay.address, alias: relay.alias, name: mail.from?.name,
                        topic: profile.subjects.topic(of: mail.subject),
                        conversation: relay.conversation(about: orders.first))),
                site: relay.site.domain, orderIDs: orders, text: own.text, quoted: own.quoted)
        }
        let own = mail.ownWords()
        return Understanding(recognition: .other, text: own.text, quoted: own.quoted)
    }
}
