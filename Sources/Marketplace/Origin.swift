import Correspondence
import MIME

/// Who a mail says that it is from, by its From and Reply-To alone.
enum Origin {
    /// Ourselves: a copy of what we sent.
    case ourselves
    /// A buyer behind the marketplace's relay.
    case relay(Profile, RelayAddress)
    /// The marketplace itself.
    case marketplace(Profile)
    /// A domain that only looks like the marketplace's.
    case lookAlike(Profile, domain: String)
    /// An address that the configuration accepts.
    case accepted(EmailAddress)
    case stranger
}

extension Recogniser {
    /// A look-alike in From is never the marketplace, whatever stands in Reply-To.
    func origin(of mail: Mail) -> Origin {
        guard let mailbox = mail.from, let from = EmailAddress(mailbox.address) else { return .stranger }
        if isOurs(from) { return .ourselves }
        let answers = mail.headers.contains("Reply-To") ? mail.replyTo.compactMap { EmailAddress($0.address) } : []
        for profile in profiles {
            let relays = answers.compactMap(profile.relay)
            if let relay = profile.relay(from) {
                // The same buyer with the case, where only Reply-To has it.
                let fuller = relays.first { $0.alias == relay.alias && $0.caseID != nil }
                return .relay(profile, relay.caseID == nil ? fuller ?? relay : relay)
            }
            if profile.isLookAlike(from.domain) { return .lookAlike(profile, domain: from.domain) }
            if let relay = relays.first { return .relay(profile, relay) }
            if profile.site(ofDomain: from.domain) != nil { return .marketplace(profile) }
        }
        return isAccepted(from) ? .accepted(answers.first(where: isAccepted) ?? from) : .stranger
    }

    private func isOurs(_ address: EmailAddress) -> Bool {
        !ownAddresses.isEmpty && ownAddresses.contains(address.description.lowercased())
    }

    func isAccepted(_ address: EmailAddress) -> Bool {
        if isOurs(address) { return false }
        return acceptedAddresses.contains(address.description.lowercased())
            || acceptedDomains.contains { DomainName.lies(address.domain, within: $0) }
    }
}
