import Foundation

/// Takes secrets out of what a server said before anybody sees it, and shortens it.
struct Mask: Sendable {
    /// Holds no secret itself, only the reference to it.
    private let credentials: Credentials

    init(_ credentials: Credentials) {
        self.credentials = credentials
    }

    /// A line as printable text without the secret, plain or in base64, of at most `limit` characters.
    func line(_ bytes: some Sequence<UInt8>, limit: Int = 300) -> String {
        var text = String(decoding: Array(bytes), as: UTF8.self)
        for secret in spellings() { text = text.replacingOccurrences(of: secret, with: "•••") }
        text = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
        text = text.trimmingCharacters(in: .whitespaces)
        return text.count > limit ? text.prefix(limit) + "…" : text
    }

    private func spellings() -> [String] {
        guard let secret = credentials.secret else { return [] }
        let plain = secret.bytes
        var user: [UInt8] = []
        if case .password(let name, _) = credentials { user = Array(name.utf8) }
        // The longest first: it holds the others.
        return [
            Data([0] + user + [0] + plain).base64EncodedString(), Data(plain).base64EncodedString(),
            String(decoding: plain, as: UTF8.self),
        ]
    }
}
