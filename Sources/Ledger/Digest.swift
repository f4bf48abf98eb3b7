import CCrypto

/// A SHA-256 digest (FIPS 180-4).
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// 32 of them.
    public let bytes: [UInt8]

    /// `nil` unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// The digest of the parts, one after the other.
    public init(of parts: [UInt8]...) {
        var context = SHA256Context()
        for part in parts { context.update(part[...]) }
        bytes = context.finish()
    }

    /// The digest of a part of a larger whole.
    public init(ofSlice slice: ArraySlice<UInt8>) {
        var context = SHA256Context()
        context.update(slice)
        bytes = context.finish()
    }

    /// The digest of what `next` gives, piece by piece, until it gives an empty one.
    public init(pieces next: () throws -> [UInt8]) rethrows {
        var context = SHA256Context()
        while case let piece = try next(), !piece.isEmpty { context.update(piece[...]) }
        bytes = context.finish()
    }

    public var description: String { bytes.hexadecimal }

    static let length = 32
}

/// libcrypto's context for one digest.
private struct SHA256Context: ~Copyable {
    private let context: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new() else { fatalError("no memory for a SHA-256 context") }
        self.context = context
        precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
    }

    deinit { EVP_MD_CTX_free(context) }

    mutating func update(_ bytes: ArraySlice<UInt8>) {
        let done = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(done == 1, "libcrypto failed in SHA-256")
    }

    consuming func finish() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Digest.length)
        precondition(EVP_DigestFinal_ex(context, &bytes, nil) == 1, "libcrypto failed in SHA-256")
        return bytes
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
