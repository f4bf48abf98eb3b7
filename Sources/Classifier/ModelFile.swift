import Foundation

/// A trained model as bytes: a magic, a version, a header that tells what it was made from, the weights, a checksum.
///
///     magic "replydML" · version UInt32 · header length UInt32 · header JSON · slots UInt64… · checksum UInt64
///
/// All numbers are little-endian; the checksum is of all bytes before it.
public struct ModelFile: Sendable {
    /// One source of training texts.
    public struct Source: Codable, Equatable, Sendable {
        public var name: String
        public var texts: Int
        public var licence: String
    }

    public struct Header: Codable, Equatable, Sendable {
        public var seed: UInt64
        public var features: Int
        public var sources: [Source]
    }

    static let magic = Array("replydML".utf8)
    static let version: UInt32 = 1

    public let header: Header
    let model: Model

    init(header: Header, model: Model) {
        self.header = header
        self.model = model
    }

    /// Reads a model.
    public init(_ bytes: Data) throws(ModelError) {
        var reader = ByteReader(bytes: [UInt8](bytes))
        guard reader.take(Self.magic.count) == Self.magic[...] else { throw .notAModel }
        guard let version = reader.number(4) else { throw .cutShort }
        guard version == UInt64(Self.version) else {
            throw .otherVersion(found: Int(version), readable: Int(Self.version))
        }
        guard let length = reader.number(4), let text = reader.take(Int(length)), let count = reader.number(8),
            count <= UInt64(reader.left / 8), reader.left == Int(count) * 8 + 8
        else { throw .cutShort }
        let slots = reader.numbers(Int(count))
        guard reader.number(8) == Checksum.of(reader.bytes.dropLast(8)) else { throw .altered }
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(text)),
            stored.bias.count == WeightTable.labels, stored.scales.count == WeightTable.labels,
            stored.calibration.isWhole, slots.contains(0)
        else { throw .altered }
        header = stored.header
        model = Model(
            weights: WeightTable(slots: slots, scales: stored.scales), bias: stored.bias,
            calibration: stored.calibration)
    }

    /// The file's bytes.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = try encoder.encode(
            Stored(header: header, bias: model.bias, scales: model.weights.scales, calibration: model.calibration))
        var bytes = Self.magic
        func append(_ number: UInt64, _ length: Int) {
            for place in 0..<length { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place))) }
        }
        append(UInt64(Self.version), 4)
        append(UInt64(text.count), 4)
        bytes += text
        append(UInt64(model.weights.slots.count), 8)
        for slot in model.weights.slots { append(slot, 8) }
        append(Checksum.of(bytes[...]), 8)
        return Data(bytes)
    }

    /// The licence of a source of training texts.
    static func licence(of source: String) -> String { licences[source] ?? "the seller's own" }

    private static let licences = [
        "own": "CC0", "templates": "CC0", "cucom": "Apache-2.0", "clinc150": "CC BY 3.0", "banking77": "CC BY 4.0",
        "tau-retail": "MIT", "tau2-retail": "MIT",
    ]

    private struct Stored: Codable {
        var header: Header
        var bias: [Float]
        var scales: [Float]
        var calibration: Calibration
    }
}

/// Why a model cannot be used; the daemon keeps the one that it has.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
    case notAModel
    case otherVersion(found: Int, readable: Int)
    case cutShort
    case altered

    public var description: String {
        switch self {
        case .notAModel: "this is no classifier model: it does not begin with “replydML”"
        case .otherVersion(let found, let readable):
            "the model has format version \(found), this program reads \(readable): train it anew"
        case .cutShort: "the model file is cut short: copy or train it anew"
        case .altered: "the model file was altered, its checksum does not hold: copy or train it anew"
        }
    }
}

/// Reads little-endian numbers; `nil` where the bytes end.
struct ByteReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var left: Int { bytes.count - position }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= left else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func number(_ length: Int) -> UInt64? {
        take(length)?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// So many numbers of eight bytes; the caller has counted that they are there.
    mutating func numbers(_ count: Int) -> [UInt64] {
        defer { position += count * 8 }
        return bytes[position..<position + count * 8].withUnsafeBytes { raw in
            (0..<count).map { UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
        }
    }
}

/// FNV-1a over words of eight bytes, then over the bytes that are left: any altered bit changes it.
enum Checksum {
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { raw in
            var hash = FNV.basis
            var place = 0
            while place + 8 <= raw.count {
                hash ^= UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                hash &*= 0x0000_0100_0000_01B3
                hash ^= hash >> 29
                place += 8
            }
            while place < raw.count {
                hash = FNV.add(raw[place], to: hash)
                place += 1
            }
            return hash
        }
    }
}
