import CGMime

/// A name and an address as they stand in From, To, Cc or Reply-To (RFC 5322, section 3.4).
public struct Mailbox: Sendable, Hashable {
    /// The display name, decoded; empty where there is none.
    public var name: String

    /// The address without angle brackets, as written.
    public var address: String

    public init(name: String = "", address: String) {
        self.name = name
        self.address = address
    }

    /// The part after the last `@`, in lower case; empty where there is none.
    public var domain: String {
        guard let at = address.lastIndex(of: "@") else { return "" }
        return address[address.index(after: at)...].lowercased()
    }
}

extension Mailbox {
    /// The mailboxes of an address list, groups flattened; entries without an address are left out.
    ///
    /// - Parameter list: the raw value of the header field, in the bytes of the mail, ended by NUL.
    static func list(_ list: UnsafePointer<CChar>) -> [Mailbox] {
        guard let parsed = internet_address_list_parse(GMimeLibrary.options.pointer, list) else { return [] }
        defer { replyd_unref(parsed) }
        var mailboxes: [Mailbox] = []
        collect(parsed, into: &mailboxes, depth: 0)
        return mailboxes
    }

    private static func collect(
        _ list: UnsafeMutablePointer<InternetAddressList>, into mailboxes: inout [Mailbox], depth: Int
    ) {
        for index in 0..<internet_address_list_length(list) {
            guard let entry = internet_address_list_get_address(list, index) else { continue }
            if let address = replyd_mailbox_address(entry) {
                let name = internet_address_get_name(entry).map { HeaderText.onOneLine(String(cString: $0)) } ?? ""
                let address = String(cString: address)
                guard !address.isEmpty else { continue }
                mailboxes.append(Mailbox(name: name, address: address))
            } else if depth < 4, let members = replyd_group_members(entry) {
                collect(members, into: &mailboxes, depth: depth + 1)
            }
        }
    }
}
