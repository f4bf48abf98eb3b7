/// Everything that is wrong with the templates, at once.
public struct TemplateErrors: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Error: Sendable, Hashable, CustomStringConvertible {
        public var file: String
        public var line: Int?
        public var problem: String
        public var remedy: String

        public var description: String { "\(file):\(line.map { "\($0):" } ?? "") \(problem); \(remedy)" }
    }

    public var errors: [Error]

    init(errors: [Error]) { self.errors = errors }

    init(_ file: String, _ line: Int?, _ problem: String, _ remedy: String) {
        errors = [Error(file: file, line: line, problem: problem, remedy: remedy)]
    }

    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Why a reply could not be rendered: it is held with these words.
public enum RenderError: Swift.Error, Sendable, Hashable, CustomStringConvertible {
    case noTemplate(name: String, language: String)
    case missing([String])

    public var description: String {
        switch self {
        case .noTemplate(let name, let language): "there is no template \(language)/\(name)"
        case .missing(let names):
            "the template needs \(names.joined(separator: ", ")), which is not known for this mail"
        }
    }
}
