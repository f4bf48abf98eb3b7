import Correspondence
import Foundation
import Ledger

/// The part of the event chain that a dossier carries: every digest from its first event to its last, and of its own
/// events the salt and the content, so that anybody can compute all of it anew.
struct ChainExcerpt: Sendable {
    /// The hash before the first link.
    let start: Digest
    let links: [ChainLink]

    var head: Digest { links.last?.hash ?? start }
    var words: String {
        guard let first = links.first, let last = links.last else { return "chain: no event" }
        return "chain: events \(first.number) to \(last.number), head \(last.hash)"
    }

    // MARK: As a file

    /// One JSON object a line: where it starts, the links, the head.
    var lines: String {
        var out = "{\"start\":\"\(start)\"}\n"
        for link in links {
            var object: [String: Any] = ["n": link.number, "d": link.digest.description]
            if let salt = link.salt, let content = link.content {
                object["salt"] = salt.map { String(format: "%02x", $0) }.joined()
                object["content"] = String(decoding: content, as: UTF8.self)
            }
            let data = (try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)) ?? Data()
            out += String(decoding: data, as: UTF8.self) + "\n"
        }
        return out + "{\"head\":\"\(head)\"}\n"
    }

    /// Computes a file's chain anew.
    ///
    /// - Returns: its events, and what is wrong; nothing is wrong where it holds.
    static func check(_ text: String) -> (events: [Event], flaws: [String]) {
        var events: [Event] = []
        var hash: Digest?
        var last: Int64?
        var ended = false
        for (index, line) in text.split(separator: "\n").enumerated() {
            let place = "chain.jsonl, line \(index + 1)"
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                return (events, ["\(place) is no JSON"])
            }
            if index == 0 {
                guard let start = (object["start"] as? String).flatMap(digest) else {
                    return ([], ["\(place): no start"])
                }
                hash = start
                continue
            }
            if let head = object["head"] as? String {
                ended = true
                if hash?.description != head { return (events, ["\(place): the head is not what the links come to"]) }
                continue
            }
            guard !ended, let number = (object["n"] as? NSNumber)?.int64Value,
                let d = (object["d"] as? String).flatMap(digest), let before = hash
            else { return (events, ["\(place) is no link"]) }
            if let last, number != last + 1 { return (events, ["\(place): event \(last + 1) is missing"]) }
            if let content = object["content"] as? String {
                guard let salt = (object["salt"] as? String).flatMap(bytes),
                    Chain.digest(salt: salt, content: Array(content.utf8)) == d
                else { return (events, ["\(place): the content is not what was committed"]) }
                if let event = Chain.event(Array(content.utf8)) { events.append(event) }
            }
            hash = Chain.hash(after: before, d)
            last = number
        }
        return (events, ended ? [] : ["chain.jsonl has no head: it was cut off"])
    }

    private static func digest(_ text: String) -> Digest? { bytes(text).flatMap { Digest(bytes: $0) } }

    private static func bytes(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count % 2 == 0 else { return nil }
        var result: [UInt8] = []
        for index in stride(from: 0, to: characters.count, by: 2) {
            guard let byte = UInt8(String(decoding: characters[index...(index + 1)], as: UTF8.self), radix: 16) else {
                return nil
            }
            result.append(byte)
        }
        return result
    }
}

/// Reads the whole chain once and cuts from it what each of several dossiers needs.
struct ChainReading {
    /// What makes an event one dossier's.
    struct Interest: Sendable {
        var orders: Set<OrderID> = []
        var messages: Set<String> = []
        var conversations: Set<String> = []

        init(_ record: DossierRecord) {
            if case .order(let id) = record.subject { orders.insert(id) }
            for letter in record.letters {
                if let id = letter.message.messageID { messages.insert(id) }
                if let conversation = letter.message.conversation { conversations.insert(conversation.value) }
            }
        }

        func includes(_ event: Event) -> Bool {
            event.order.map(orders.contains) == true || event.message.map(messages.contains) == true
                || event.conversation.map { conversations.contains($0.value) } == true
        }
    }

    /// - Parameter whole: on to the chain's head, and not only to the last event of the dossier.
    static func excerpts(
        _ interests: [Interest], from ledger: SQLiteLedger, whole: Bool
    ) async throws -> [ChainExcerpt] {
        var starts = [Digest?](repeating: nil, count: interests.count)
        var links = [[ChainLink]](repeating: [], count: interests.count)
        var ends = [Int](repeating: 0, count: interests.count)
        var hash = ledger.chainBeginning
        var number: Int64 = 0
        while true {
            let page = try await ledger.chainLinks(after: number, limit: 2000)
            if page.isEmpty { break }
            for link in page {
                for index in interests.indices {
                    let isOwn = link.event.map(interests[index].includes) ?? false
                    if isOwn, starts[index] == nil { starts[index] = hash }
                    guard starts[index] != nil else { continue }
                    var kept = link
                    if !isOwn { (kept.salt, kept.content, kept.event) = (nil, nil, nil) }
                    links[index].append(kept)
                    if isOwn { ends[index] = links[index].count }
                }
                hash = link.hash
                number = link.number
            }
        }
        return interests.indices.map { index in
            ChainExcerpt(
                start: starts[index] ?? hash,
                links: whole ? links[index] : Array(links[index].prefix(ends[index])))
        }
    }
}
