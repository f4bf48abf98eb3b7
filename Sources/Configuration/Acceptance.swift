import Correspondence

/// Whose mail may get a reply: one entry of `accept`.
public enum Acceptance: Hashable, Sendable {
    /// A marketplace's profile: `amazon`.
    case profile(String)
    /// Everybody of a domain and of those below it, in lower case.
    case domain(String)
    case address(EmailAddress)

    /// As the file writes it.
    public var text: String {
        switch self {
        case .profile(let name): name
        case .domain(let name): name
        case .address(let address): address.description
        }
    }
}

extension Wanted<Acceptance> {
    static func acceptance(profiles: Set<String>) -> Wanted {
        Wanted(noun: "a string", example: "\"amazon\"") { value in
            guard case .text(let text) = value else { return .wrongType }
            if text.contains("@") {
                if let address = EmailAddress(text) { return .right(.address(address)) }
                return .wrong(
                    problem: "\"\(text)\" is not a mail address", remedy: "write the bare address, or only its domain")
            }
            if text.contains(".") || text.contains(" ") {
                if isDomain(text) { return .right(.domain(text.lowercased())) }
                return .wrong(problem: "\"\(text)\" is not a domain", remedy: "write for example \"shop.example\"")
            }
            if profiles.contains(text) { return .right(.profile(text)) }
            let near = Nearest.name(to: text, among: profiles).map { "did you mean \"\($0)\"? " } ?? ""
            let known = profiles.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
            return .wrong(
                problem: "\"\(text)\" is no marketplace profile",
                remedy: near + "Known: \(known); or write a domain or an address")
        }
    }

    private static func isDomain(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.unicodeScalars.allSatisfy {
                        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-"
                    }
            }
    }
}
