/// The tables that may hold a key, nearest first: `[mailboxes.main.windows]` before `[windows]`.
///
/// Every table is checked whenever a key is read, so that a wrong value is found even where a nearer one hides it.
struct Scope {
    /// Nearest first; may be empty, and then every key has its default.
    let sections: [Section]
    /// Where a missing key would have to be written.
    let home: Path
    let problems: Problems

    init(_ sections: [Section?], home: Path, problems: Problems) {
        self.sections = sections.compactMap(\.self)
        self.home = home
        self.problems = problems
    }

    /// The tables under `key`, in the same order.
    func child(_ key: String) -> Scope {
        Scope(sections.map { $0.child(key) }, home: home.appending(key), problems: problems)
    }

    /// The nearest value of `key`; `nil` where there is none, or none that is right (which is reported).
    func read<T: Sendable>(_ key: String, _ wanted: Wanted<T>) -> T? {
        let found = sections.map { section in
            section.value(key).map { convert($0, at: section.path.appending(key), wanted) }
        }
        return found.compactMap(\.self).first ?? nil
    }

    /// Like ``read(_:_:)``, and an error where no table has the key.
    func require<T: Sendable>(_ key: String, _ wanted: Wanted<T>) -> T? {
        if sections.allSatisfy({ $0.value(key) == nil }) {
            problems.report(
                (sections.last?.path ?? home).appending(key), "is missing", "write \(key) = \(wanted.example)")
            return nil
        }
        return read(key, wanted)
    }

    /// Where the nearest value of any of `keys` stands; `nil` where all have their defaults.
    func origin(of keys: String...) -> Path? {
        for section in sections {
            if let key = keys.first(where: { section.value($0) != nil }) { return section.path.appending(key) }
        }
        return nil
    }

    /// True where some table has the key.
    func has(_ key: String) -> Bool { origin(of: key) != nil }

    private func convert<T: Sendable>(_ value: Value, at path: Path, _ wanted: Wanted<T>) -> T? {
        switch wanted.convert(value) {
        case .right(let result): return result
        case .wrongType:
            problems.report(path, "is \(value.typeName), not \(wanted.noun)", "write for example \(wanted.example)")
        case .wrong(let problem, let remedy): problems.report(path, problem, remedy)
        case .wrongs(let flaws):
            for flaw in flaws { problems.report(path, flaw.problem, flaw.remedy) }
        }
        return nil
    }
}
