/// Domains are compared label by label from the right, never by "contains": `marketplace.amazon.com.evil.example` is no
/// part of `amazon.com`, and neither is `notamazon.com` (domain facts 1.1).
enum DomainName {
    /// Whether `domain` is `parent` or lies below it. Both in lower case.
    static func lies(_ domain: some StringProtocol, within parent: String) -> Bool {
        guard domain.utf8.count > parent.utf8.count else { return domain == parent }
        guard domain.hasSuffix(parent) else { return false }
        let boundary = domain.utf8.index(domain.utf8.endIndex, offsetBy: -parent.utf8.count - 1)
        return domain.utf8[boundary] == UInt8(ascii: ".")
    }
}
