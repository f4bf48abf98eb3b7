import Foundation

/// A password or token: never printed, kept out of core dumps, wiped when the last holder lets go.
///
/// The bytes lie in a memory page of their own. libcurl copies them into its own memory while a connection lasts;
/// those copies are libcurl's, which does not wipe them.
public final class Secret: @unchecked Sendable {
    // Unchecked Sendable: both properties and the memory behind them are written in `init` and never again until
    // `deinit`, when nobody else holds a reference.
    private let memory: UnsafeMutableRawPointer
    private let length: Int

    /// Takes a secret; nil where it is empty or holds a NUL, which no protocol here can carry.
    public convenience init?(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// Takes a secret as bytes; nil where it is empty or holds a NUL.
    public init?(bytes: [UInt8]) {
        guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        guard let page = mmap(nil, bytes.count + 1, PROT_READ | PROT_WRITE, flags, -1, 0), page != MAP_FAILED else {
            return nil
        }
        madvise(page, bytes.count + 1, MADV_DONTDUMP)
        bytes.withUnsafeBytes { page.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(page), byteCount: $0.count) }
        memory = page
        length = bytes.count
    }

    deinit {
        explicit_bzero(memory, length)
        munmap(memory, length + 1)
    }

    /// Lends the secret as a C string; it must not be kept.
    func withCString<Result>(_ use: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try use(UnsafePointer(memory.assumingMemoryBound(to: CChar.self)))
    }

    /// The bytes, for finding the secret in what a server echoes.
    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: memory, count: length)) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
