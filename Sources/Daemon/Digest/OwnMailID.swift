/// The Message-IDs of mails to the seller's own people: what refers to one is their talk about it, never a buyer's.
enum OwnMailID {
    static func make(_ purpose: String, slot: Int64, store: String, domain: String) -> String {
        "replyd-\(purpose).\(store.prefix(16)).\(slot)@\(domain)"
    }

    static func isOurs(_ id: String, store: String) -> Bool {
        let parts = id.split(separator: ".", maxSplits: 2)
        return parts.count == 3 && (parts[0] == "replyd-digest" || parts[0] == "replyd-alert")
            && parts[1] == store.prefix(16)
    }
}
