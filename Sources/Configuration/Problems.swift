/// Collects what is wrong and what is doubtful while a configuration is read; each finding once.
final class Problems {
    let file: String
    private let lines: LineIndex
    private var errors: [ConfigurationError] = []
    private var warnings: [ConfigurationWarning] = []

    init(file: String, lines: LineIndex) {
        self.file = file
        self.lines = lines
    }

    var isEmpty: Bool { errors.isEmpty }

    func report(_ path: Path, _ problem: String, _ remedy: String) {
        let error = ConfigurationError(
            file: file, path: path.description, line: lines.line(of: path), problem: problem, remedy: remedy)
        if !errors.contains(error) { errors.append(error) }
    }

    func warn(_ path: Path, _ problem: String, _ remedy: String) {
        let warning = ConfigurationWarning(
            file: file, path: path.description, line: lines.line(of: path), problem: problem, remedy: remedy)
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    /// In the order of the lines; what has none comes first.
    var sortedErrors: [ConfigurationError] {
        errors.sorted { ($0.line ?? 0, $0.path, $0.problem) < ($1.line ?? 0, $1.path, $1.problem) }
    }

    var sortedWarnings: [ConfigurationWarning] {
        warnings.sorted { ($0.line ?? 0, $0.path, $0.problem) < ($1.line ?? 0, $1.path, $1.problem) }
    }
}
