import Correspondence

/// An event with its place in the chain.
public struct NumberedEvent: Hashable, Sendable {
    public var number: Int64
    /// `nil` where its content was erased; the chain holds nevertheless.
    public var event: Event?
    public var hash: Digest

    public init(number: Int64, event: Event?, hash: Digest) {
        self.number = number
        self.event = event
        self.hash = hash
    }
}

/// What computing the chain anew has shown.
public enum ChainVerdict: Hashable, Sendable {
    /// Every event is as it was committed; `head` is the last hash.
    case whole(count: Int64, head: Digest)
    case broken(at: Int64, why: String)
}
