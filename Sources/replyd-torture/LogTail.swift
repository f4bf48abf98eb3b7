import Foundation

/// The daemon's JSON log as it grows over many lives.
struct LogTail {
    private let path: String
    private var offset: UInt64 = 0
    private var rest = Data()
    /// What was told of each mail, by Message-ID: the events' names with how often. The log may repeat a line after a
    /// crash, so a number counts once.
    private(set) var told: [String: [String: Int]] = [:]
    private(set) var reasons: [String: String] = [:]
    private var numbers: Set<Int> = []
    private(set) var names: [String: Int] = [:]

    init(_ path: String) { self.path = path }

    /// Reads on.
    mutating func read() {
        guard let handle = FileHandle(forReadingAtPath: path) else { return }
        defer { try? handle.close() }
        guard (try? handle.seek(toOffset: offset)) != nil, let fresh = try? handle.readToEnd() else { return }
        offset += UInt64(fresh.count)
        rest += fresh
        while let end = rest.firstIndex(of: 10) {
            let line = Data(rest[rest.startIndex..<end])
            rest = Data(rest[rest.index(after: end)...])
            take(line)
        }
    }

    private mutating func take(_ line: Data) {
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
            let name = object["event"] as? String
        else { return }
        if let number = object["number"] as? Int, !numbers.insert(number).inserted { return }
        names[name, default: 0] += 1
        guard let message = object["message"] as? String else { return }
        told[message, default: [:]][name, default: 0] += 1
        if let reason = object["reason"] as? String { reasons[message] = reason }
    }

    func count(_ name: String, of message: String) -> Int { told[message]?[name] ?? 0 }
}
