import Foundation

/// A seller's own layer on the shipped model, learnt from corrected mails.
///
/// The shipped model gives each label a share sₗ. The layer adds wₗ·x to log sₗ and normalises again, where x are the
/// hashed word n-grams and concepts of the text, of length 1. Without known features it changes nothing. The confidence
/// moves by as much as the log-odds of the winning label did, so the shipped calibration stays its measure.
///
///     magic "replydOM" · version UInt32 · length UInt64 · JSON · checksum UInt64
public struct OwnModel: Sendable {
    /// What it was made of.
    public struct Header: Codable, Equatable, Sendable {
        /// The digest of the shipped model below it.
        public var base: String
        /// ISO 8601.
        public var made: String
        /// Labelled mails, and how many of them the shipped model had got wrong.
        public var mails: Int
        public var corrected: Int
    }

    static let magic = Array("replydOM".utf8)
    static let version: UInt32 = 1

    public let header: Header
    private let weights: [UInt64: [Float]]

    init(header: Header, weights: [UInt64: [Float]]) {
        self.header = header
        self.weights = weights
    }

    /// Reads one.
    public init(_ bytes: Data) throws(OwnModelError) {
        var reader = ByteReader(bytes: [UInt8](bytes))
        guard reader.take(Self.magic.count) == Self.magic[...] else { throw .notAnOwnModel }
        guard let version = reader.number(4) else { throw .cutShort }
        guard version == UInt64(Self.version) else {
            throw .otherVersion(found: Int(version), readable: Int(Self.version))
        }
        guard let length = reader.number(8), length <= UInt64(reader.left), let text = reader.take(Int(length)),
            reader.left == 8
        else { throw .cutShort }
        guard reader.number(8) == Checksum.of(reader.bytes.dropLast(8)),
            let stored = try? JSONDecoder().decode(Stored.self, from: Data(text)),
            stored.weights.allSatisfy({ $0.w.count == Label.allCases.count && $0.w.allSatisfy(\.isFinite) })
        else { throw .altered }
        header = stored.header
        weights = Dictionary(stored.weights.map { ($0.h, $0.w) }, uniquingKeysWith: { first, _ in first })
    }

    /// The file's bytes: the same layer gives the same.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let rows = weights.keys.sorted().map { Stored.Row(h: $0, w: weights[$0] ?? []) }
        let text = try encoder.encode(Stored(header: header, weights: rows))
        var bytes = Self.magic
        func append(_ number: UInt64, _ length: Int) {
            for place in 0..<length { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place))) }
        }
        append(UInt64(Self.version), 4)
        append(UInt64(text.count), 8)
        bytes += text
        append(Checksum.of(bytes[...]), 8)
        return Data(bytes)
    }

    /// A model file's digest, in hexadecimal.
    public static func digest(of file: Data) -> String {
        let text = String(Checksum.of([UInt8](file)[...]), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    /// Each feature once.
    static func features(_ features: Features) -> [UInt64] {
        Array(Set(features[.words]).union(features[.concepts])).sorted()
    }

    /// Applies the layer.
    func move(_ shares: inout [Double], _ confidence: inout Double, _ features: [UInt64]) {
        guard !features.isEmpty else { return }
        var added = [Double](repeating: 0, count: shares.count)
        let value = 1 / Double(features.count).squareRoot()
        var known = false
        for feature in features {
            guard let row = weights[feature] else { continue }
            known = true
            for label in added.indices { added[label] += Double(row[label]) * value }
        }
        guard known else { return }
        let before = shares.max() ?? 0
        shares = Self.moved(shares, added)
        let odds = Self.odds(confidence) + Self.odds(shares.max() ?? 0) - Self.odds(before)
        confidence = min(0.999, 1 / (1 + exp(-odds)))
    }

    static func moved(_ shares: [Double], _ added: [Double]) -> [Double] {
        let scores = zip(shares, added).map { log(max($0, 1e-9)) + $1 }
        let top = scores.max() ?? 0
        let powers = scores.map { exp($0 - top) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    private static func odds(_ share: Double) -> Double {
        let share = min(max(share, 1e-6), 1 - 1e-6)
        return log(share / (1 - share))
    }

    private struct Stored: Codable {
        struct Row: Codable {
            var h: UInt64
            var w: [Float]
        }
        var header: Header
        var weights: [Row]
    }
}

/// Why an own model cannot be used; the daemon keeps the one that it has.
public enum OwnModelError: Error, Equatable, Sendable, CustomStringConvertible {
    case notAnOwnModel, cutShort, altered
    case otherVersion(found: Int, readable: Int)
    /// Made on top of another shipped model.
    case otherBase(made: String, shipped: String)

    public var description: String {
        switch self {
        case .notAnOwnModel: "this is no own model: it does not begin with “replydOM”"
        case .cutShort: "the own model is cut short: make it anew with replyd train --from-ledger"
        case .altered:
            "the own model was altered, its checksum does not hold: make it anew with replyd train --from-ledger"
        case .otherVersion(let found, let readable):
            "the own model has format version \(found), this program reads \(readable): make it anew with "
                + "replyd train --from-ledger"
        case .otherBase(let made, let shipped):
            "the own model was made on the shipped model \(made), this program comes with \(shipped): make it anew "
                + "with replyd train --from-ledger"
        }
    }
}
