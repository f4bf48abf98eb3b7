import Correspondence
import MIME

/// Says what a mail is to us, by the facts of the marketplaces that may get replies.
///
/// Pure: the same mail, the same understanding. Made once, used for every mail, from any thread.
public struct Recogniser: Sendable {
    let profiles: [Profile]
    let acceptedDomains: [String]
    let acceptedAddresses: Set<String>
    let ownAddresses: Set<String>
    private let authservID: String?

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
        ownAddresses = Set(ownAddress.map { $0.description.lowercased() })
        self.authservID = authservID
    }

    /// The buyer behind an address of an accepted marketplace's relay, by the alias that is the same over all of the
    /// buyer's mails, and the site; `nil` for any other address.
    public func relayed(_ address: EmailAddress) -> (alias: String, site: Site)? {
        profiles.lazy.compactMap { $0.relay(address) }.first.map { ($0.alias, $0.site) }
    }

    /// What people speak on a site (ISO 639-1); `nil` for one that no profile has.
    public func language(ofSite domain: String) -> String? {
        profiles.lazy.flatMap(\.sites).first { $0.domain == domain }?.language
    }

    /// What `mail` is, and what can be read off it.
    ///
    /// Who it says it is from decides first, for only the marketplace's own headers can be trusted to mean what they say;
    /// then whether that is true; then whether a machine wrote it; then what the marketplace says that it is.
    public func understand(_ mail: Mail) -> Understanding {
        let origin = origin(of: mail)
        let failure = failure(of: mail, from: origin)
        let reader = MailReader(mail)
        switch origin {
        case .relay(let profile, let relay):
            let found = reader.relayed(relay, profile)
            return failure.map { reader.unproven(found, $0) } ?? found
        case .marketplace(let profile):
            let found = reader.fromMarketplace(profile)
            return failure.map { reader.unproven(found, $0) } ?? found
        case .accepted(let address):
            let found = reader.fromAccepted(address)
            return failure.map { reader.unproven(found, $0) } ?? found
        case .ourselves:
            // Whoever writes in our name must not stop a buyer's clock.
            if let failure { return reader.fromStranger("our own address, but not our mail: \(failure)") }
            return reader.fromOurselves(profiles)
        case .lookAlike(let profile, let domain):
            return reader.fromStranger("\(domain) only looks like \(profile.name)")
        case .stranger:
            return reader.fromStranger("the sender is neither of an accepted marketplace nor accepted by name")
        }
    }

    /// What the trusted server says against a sender that would be believed; of others nothing is expected.
    private func failure(of mail: Mail, from origin: Origin) -> String? {
        switch origin {
        case .relay, .marketplace, .accepted, .ourselves:
            let headers = mail.headers.all("Authentication-Results")
            return headers.isEmpty ? nil : AuthenticationResults(headers, trusted: authservID).failure
        case .lookAlike, .stranger: return nil
        }
    }
}
