extension SecretSource {
    /// The table `{ credential = "main" }` under `key`; errors and `nil` where it is none.
    ///
    /// - Parameter maker: what makes a file that is not there yet: only a warning then.
    init?(_ key: String, in scope: Scope, on surroundings: Surroundings, madeBy maker: String? = nil) {
        if let section = scope.sections.first, case .text = section.value(key) {
            scope.problems.report(
                section.path.appending(key), "is a plain string, and passwords never stand in this file",
                "write \(key) = \(Self.example), or file = \"…\", command = [\"…\"] or env = \"…\"")
            return nil
        }
        let table = scope.child(key)
        guard let path = table.sections.first?.path else { return nil }
        let name = table.read("credential", .credentialName)
        let file = table.read("file", .absolutePath(example: "\"/etc/replyd/main.password\""))
        let command = table.read("command", .command)
        let variable = table.read("env", .text(example: "\"REPLYD_PASSWORD\""))
        let given = ["credential", "file", "command", "env"].filter(table.has)
        guard given.count == 1 else {
            let problem = given.isEmpty ? "names no source" : "names several sources: \(given.joined(separator: ", "))"
            scope.problems.report(
                path, problem, "write one of credential, file, command, env: \(key) = \(Self.example)")
            return nil
        }
        if let name {
            self = .credential(name)
        } else if let file {
            self = .file(file)
            if let maker, surroundings.entry(file) == .missing {
                scope.problems.warn(path.appending("file"), "\(file) does not exist yet", "run \(maker)")
            } else if let flaw = surroundings.flaw(ofSecretFile: file) {
                scope.problems.report(path.appending("file"), flaw.problem, flaw.remedy)
            }
        } else if let command {
            self = .command(command)
        } else if let variable {
            self = .environment(variable)
        } else {
            return nil
        }
    }

    static let example = "{ credential = \"main\" }"
}

extension Wanted<String> {
    /// The name of a file in the credentials directory.
    static let credentialName = Wanted(noun: "a string", example: "\"main\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        let usable = !text.isEmpty && !text.hasPrefix(".") && !text.contains("/") && !text.contains("\0")
        return usable
            ? .right(text)
            : .wrong(
                problem: "\"\(text)\" is no name of a credential",
                remedy: "write the name that stands in the unit's LoadCredential=, such as \"main\"")
    }
}
