import Configuration
import Marketplace

extension Recogniser {
    /// By the rules of one configured mailbox.
    init(_ mailbox: Configuration.Mailbox) throws {
        self.init(
            profiles: [try Profile.shipped("amazon")], accept: mailbox.accept.map(\.text),
            authservID: mailbox.authservID, ownAddress: [mailbox.address])
    }
}
