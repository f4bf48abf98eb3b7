/// A part of a mail that is no body text: a file, an image in the text, a forwarded mail, a signature.
///
/// The content is kept only where ``Limits/keepsAttachments`` says so; ``size`` is counted while passing over it.
public struct Attachment: Sendable, Hashable {
    /// The file name, decoded (RFC 2231, RFC 2047), without folders; empty where the mail gives none.
    public var name: String

    /// The content type in lower case, such as `image/jpeg`.
    public var type: String

    /// Bytes of the content, decoded.
    public var size: Int

    /// Whether the text shows it in place (an image in HTML), so that it need not matter by itself.
    public var isInline: Bool

    /// Decoded; `nil` where it is not kept.
    public var content: [UInt8]?

    public init(name: String, type: String, size: Int, isInline: Bool = false, content: [UInt8]? = nil) {
        self.name = name
        self.type = type
        self.size = size
        self.isInline = isInline
        self.content = content
    }
}
