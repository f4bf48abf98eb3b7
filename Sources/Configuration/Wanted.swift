import Correspondence

/// What a key takes: how it is called, an example of it, and how it is read.
struct Wanted<T: Sendable>: Sendable {
    /// With its article: "a duration".
    var noun: String
    /// As TOML: `"15m"`.
    var example: String
    var convert: @Sendable (Value) -> Conversion<T>
}

enum Conversion<T: Sendable>: Sendable {
    case right(T)
    case wrongType
    case wrong(problem: String, remedy: String)
    /// Several entries of a list, each for its own reason.
    case wrongs([Flaw])
}

/// What is wrong with a value, and what would be right.
struct Flaw: Error {
    var problem: String
    var remedy: String
}

extension Wanted<String> {
    /// Text that is not empty and has no control characters but, where allowed, line ends.
    static func text(example: String, lines: Bool = false) -> Wanted {
        Wanted(noun: "a string", example: example) { value in
            guard case .text(let text) = value else { return .wrongType }
            if text.allSatisfy(\.isWhitespace) {
                return .wrong(problem: "is empty", remedy: "write for example \(example)")
            }
            let control = text.unicodeScalars.contains { $0.value < 0x20 && !(lines && $0 == "\n") || $0.value == 0x7F }
            if control { return .wrong(problem: "has control characters", remedy: "write for example \(example)") }
            return .right(text)
        }
    }

    /// A whole path, from the root: the daemon has no folder of its own to start from.
    static func absolutePath(example: String) -> Wanted {
        Wanted(noun: "a path", example: example) { value in
            guard case .text(let text) = value else { return .wrongType }
            guard text.hasPrefix("/"), text.count > 1, !text.contains("\0") else {
                return .wrong(
                    problem: "\"\(text)\" is not a whole path", remedy: "begin it with /, for example \(example)")
            }
            return .right(text)
        }
    }

    /// A language by its two letters.
    static let languageOrSite = Wanted(noun: "a string", example: "\"site\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        if text == "site" || (text.utf8.count == 2 && text.utf8.allSatisfy({ (97...122).contains($0) })) {
            return .right(text)
        }
        return .wrong(
            problem: "\"\(text)\" is no language", remedy: "write \"site\" or two letters of ISO 639-1, such as \"de\"")
    }
}

extension Wanted<Bool> {
    static let flag = Wanted(noun: "true or false", example: "true") { value in
        guard case .flag(let flag) = value else { return .wrongType }
        return .right(flag)
    }
}

extension Wanted<Int> {
    static func number(_ range: ClosedRange<Int>, example: Int) -> Wanted {
        Wanted(noun: "a whole number", example: "\(example)") { value in
            guard case .integer(let number) = value else { return .wrongType }
            guard range.contains(number) else {
                return .wrong(
                    problem: "\(number) is not possible",
                    remedy: "write a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return .right(number)
        }
    }
}

extension Wanted<Double> {
    static let share = Wanted(noun: "a number", example: "0.90") { value in
        let number: Double
        switch value {
        case .fraction(let fraction): number = fraction
        case .integer(let whole): number = Double(whole)
        default: return .wrongType
        }
        guard (0...1).contains(number) else {
            return .wrong(problem: "\(number) is not between 0 and 1", remedy: "write 0.90 for 90 percent")
        }
        return .right(number)
    }
}

extension Wanted<Duration> {
    static func duration(atLeast least: Duration = .zero, example: String) -> Wanted {
        Wanted(noun: "a duration", example: example) { value in
            guard case .text(let text) = value else { return .wrongType }
            guard let duration = DurationText.parse(text) else {
                return .wrong(
                    problem: "\"\(text)\" is no duration",
                    remedy: "write whole numbers with s, m, h or d, such as \(example) or \"1h30m\"")
            }
            guard duration >= least else {
                return .wrong(
                    problem: "\"\(text)\" is too short", remedy: "write at least \"\(DurationText.write(least))\"")
            }
            return .right(duration)
        }
    }
}

extension Wanted<EmailAddress> {
    static let address = Wanted(noun: "a mail address", example: "\"support@shop.example\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        guard let address = EmailAddress(text) else {
            return .wrong(
                problem: "\"\(text)\" is not a mail address",
                remedy: "write the bare address, such as \"support@shop.example\"")
        }
        return .right(address)
    }
}

extension Wanted<EmailAddress?> {
    /// An address, or `""` for none.
    static let addressOrNone = Wanted(noun: "a mail address", example: "\"trial@shop.example\"") { value in
        if case .text("") = value { return .right(nil) }
        switch Wanted<EmailAddress>.address.convert(value) {
        case .right(let address): return .right(address)
        case .wrongType: return .wrongType
        case .wrong(let problem, let remedy): return .wrong(problem: problem, remedy: remedy + ", or \"\" for none")
        case .wrongs(let flaws): return .wrongs(flaws)
        }
    }
}

extension Wanted where T: RawRepresentable<String> & CaseIterable {
    /// One word of a few.
    static func word(_ type: T.Type = T.self) -> Wanted {
        let words = T.allCases.map(\.rawValue)
        return Wanted(noun: "a string", example: "\"\(words.first ?? "")\"") { value in
            guard case .text(let text) = value else { return .wrongType }
            if let right = T(rawValue: text) { return .right(right) }
            let near =
                Nearest.name(to: text, among: words).map { "did you mean \"\($0)\"? It can be " } ?? "write one of "
            return .wrong(problem: "\"\(text)\" is not possible", remedy: near + words.joined(separator: ", "))
        }
    }
}

extension Wanted {
    /// A list of these, each once.
    static func list<Element: Hashable & Sendable>(of element: Wanted<Element>, orEmpty: Bool = false) -> Wanted
    where T == [Element] {
        Wanted(noun: "a list", example: "[\(element.example)]") { value in
            guard case .list(let values) = value else { return .wrongType }
            if values.isEmpty, !orEmpty {
                return .wrong(problem: "is an empty list", remedy: "write for example [\(element.example)]")
            }
            var result: [Element] = []
            var flaws: [Flaw] = []
            for (index, value) in values.enumerated() {
                switch element.convert(value) {
                case .right(let one) where result.contains(one):
                    flaws.append(Flaw(problem: "entry \(index + 1) stands there twice", remedy: "take one of them out"))
                case .right(let one): result.append(one)
                case .wrongType:
                    flaws.append(
                        Flaw(
                            problem: "entry \(index + 1) is \(value.typeName), not \(element.noun)",
                            remedy: "write for example [\(element.example)]"))
                case .wrong(let problem, let remedy): flaws.append(Flaw(problem: problem, remedy: remedy))
                case .wrongs(let several): flaws += several
                }
            }
            if !flaws.isEmpty { return .wrongs(flaws) }
            return .right(result)
        }
    }

    /// A list, or a single one without the brackets.
    static func oneOrMore<Element: Hashable & Sendable>(of element: Wanted<Element>) -> Wanted where T == [Element] {
        let list = Wanted.list(of: element)
        return Wanted(noun: "a string or a list", example: element.example) { value in
            if case .list = value { return list.convert(value) }
            switch element.convert(value) {
            case .right(let one): return .right([one])
            case .wrongType: return .wrongType
            case .wrong(let problem, let remedy): return .wrong(problem: problem, remedy: remedy)
            case .wrongs(let flaws): return .wrongs(flaws)
            }
        }
    }
}
