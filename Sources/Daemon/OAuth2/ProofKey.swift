import Foundation
import Ledger

/// Proof that who asks for the token is who asked the person (RFC 7636, S256).
struct ProofKey: Sendable {
    let verifier: String

    init() { verifier = Self.word() }

    var challenge: String { Self.base64URL(Digest(of: Array(verifier.utf8)).bytes) }

    /// 256 random bits as a word for an address.
    static func word() -> String {
        var random = SystemRandomNumberGenerator()
        return base64URL((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}
