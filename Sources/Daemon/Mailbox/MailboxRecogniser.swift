import Configuration
import Marketplace

extension Recogniser {
    /// By the rules of one configured mailbox.
    init(_ mailbox: Configuration.Mailbox, _ profiles: MarketplaceProfiles) {
        self.init(
            profiles: profiles.all, accept: mailbox.accept.map(\.text), authservID: mailbox.authservID,
            ownAddress: [mailbox.address])
    }
}
