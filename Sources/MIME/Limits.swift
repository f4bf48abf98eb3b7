/// How much of one mail is read before it is taken for an attack.
///
/// A mail over a limit is still parsed as far as the limit allows, and ``Mail/problem`` names the limit. The standard
/// values lie far above anything that people or their programs send.
public struct Limits: Sendable, Equatable {
    /// Bytes of the top-level header section that are read.
    public var headerBytes = 512 * 1024

    /// Header fields of the mail that are read.
    public var headerFields = 2_000

    /// Levels of parts within parts that are looked into.
    public var depth = 64

    /// Parts that are looked at.
    public var parts = 2_000

    /// Decoded bytes of text, plain and HTML each, that are kept.
    public var textBytes = 4 * 1024 * 1024

    /// Lines that begin as boundaries do, after which the mail is not read on: each could be a part.
    public var boundaryLines = 100_000

    /// Whether the contents of attachments are kept: for who wants the files, not for who reads the mail.
    public var keepsAttachments = false

    public static let standard = Limits()

    public init() {}
}
