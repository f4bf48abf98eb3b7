import Correspondence
import Foundation

/// What is wrong with a list of the seller's: where, what, and what would be right.
public struct ListError: Error, Hashable, CustomStringConvertible {
    public var file: String
    public var line: Int?
    public var problem: String
    public var description: String { line.map { "\(file):\($0): \(problem)" } ?? "\(file): \(problem)" }
}

/// A list of the seller's as records under their header, in any of the encodings and separators of reports.
struct SellersList {
    let header: [String]
    let rows: [(line: Int, fields: [String])]

    init(_ file: String) throws(ListError) {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw ListError(file: file, line: nil, problem: "cannot be read; the daemon's user must be able to")
        }
        do { try self.init(Array(bytes), file: file) } catch let error as ListError { throw error } catch {
            throw ListError(file: file, line: nil, problem: "\(error)")
        }
    }

    init(_ bytes: [UInt8], file: String) throws {
        var left: [UInt8]? = bytes
        var reader = try RecordReader {
            defer { left = nil }
            return left ?? []
        }
        guard let header = try reader.header() else { throw ListError(file: file, line: nil, problem: "is empty") }
        self.header = header
        var rows: [(line: Int, fields: [String])] = []
        while let record = try reader.next() {
            if let problem = record.problem { throw ListError(file: file, line: record.line, problem: problem) }
            rows.append((record.line, record.fields.map { reader.encoding.text($0) }))
        }
        self.rows = rows
    }
}
