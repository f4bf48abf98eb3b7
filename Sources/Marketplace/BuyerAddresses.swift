import Correspondence

extension Recogniser {
    /// The buyer whom a mail to this address reaches: a relay's alias, or the whole address of one who is accepted by
    /// name, in lower case; `nil` for anybody else.
    public func buyer(at address: EmailAddress) -> (alias: String, conversation: ConversationKey?)? {
        for profile in profiles {
            if let relay = profile.relay(address) { return (relay.alias, relay.caseKey) }
        }
        return isAccepted(address) ? (address.description.lowercased(), nil) : nil
    }
}
