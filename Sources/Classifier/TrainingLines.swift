import Foundation

/// A labelled text.
public struct TrainingLine: Sendable {
    public var id: String
    public var text: String
    public var label: Label
    public var language: String
    /// Texts of one group are never split between training and calibration.
    public var group: String
    /// The public set that it comes from; `nil`: own.
    public var source: String?

    public init(
        id: String, text: String, label: Label, language: String = "", group: String? = nil, source: String? = nil
    ) {
        self.id = id
        self.text = text
        self.label = label
        self.language = language
        self.group = group ?? id
        self.source = source
    }
}

/// Reads files of labelled texts: one JSON object a line with `id`, `text`, `label`, and where there is one `lang`,
/// `group`, `source`.
public enum TrainingLines {
    public static func read(_ files: [URL]) throws -> [TrainingLine] {
        var lines: [TrainingLine] = []
        for file in files {
            let data: Data
            do {
                data = try Data(contentsOf: file)
            } catch {
                throw TrainingError.unreadable(file: file.lastPathComponent, reason: error.localizedDescription)
            }
            lines += try parse(data, file: file.lastPathComponent)
        }
        return lines
    }

    /// - Parameter file: the name, for errors.
    public static func parse(_ data: Data, file: String) throws(TrainingError) -> [TrainingLine] {
        let decoder = JSONDecoder()
        var lines: [TrainingLine] = []
        for (index, bytes) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { continue }
            let place = index + 1
            let raw: Raw
            do {
                raw = try decoder.decode(Raw.self, from: Data(bytes))
            } catch {
                throw .brokenLine(file: file, line: place, reason: Self.reason(error))
            }
            guard let label = Label(rawValue: raw.label) else {
                throw .unknownLabel(file: file, line: place, label: raw.label)
            }
            let id = raw.id ?? "\(file):\(place)"
            let series = id.lastIndex(of: "-").map { String(id[..<$0]) } ?? id
            lines.append(
                TrainingLine(
                    id: id, text: raw.text, label: label, language: raw.lang ?? "",
                    group: raw.group.map { "\(series):\($0.text)" }, source: raw.source))
        }
        return lines
    }

    private struct Raw: Decodable {
        var id: String?
        var text: String
        var label: String
        var lang: String?
        var group: Group?
        var source: String?
    }

    /// A number or a name.
    private struct Group: Decodable {
        var text: String

        init(from decoder: Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }

    private static func reason(_ error: Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "the field “\(key.stringValue)” is missing"
        case DecodingError.typeMismatch(_, let context): context.debugDescription
        case DecodingError.dataCorrupted(let context): context.debugDescription
        default: "\(error)"
        }
    }
}

/// Why there is nothing to learn from; says the file and the line to mend.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case brokenLine(file: String, line: Int, reason: String)
    case unknownLabel(file: String, line: Int, label: String)
    /// Fewer texts of a label than can be learnt from.
    case emptyClass(Label, count: Int)

    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        case .brokenLine(let file, let line, let reason):
            "\(file):\(line): not a labelled text, one JSON object a line with text and label: \(reason)"
        case .unknownLabel(let file, let line, let label):
            "\(file):\(line): the label “\(label)” is none of inquiry, return, problem, claim, other"
        case .emptyClass(let label, let count):
            "\(count) texts are labelled \(label.rawValue): at least \(Trainer.fewest) of each label are needed"
        }
    }
}
