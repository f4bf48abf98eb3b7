import LoopbackMail

/// Where a life is to end.
enum KillPoint: Hashable, CustomStringConvertible {
    /// Right before or after a commit to the store.
    case commit(String, occurrence: Int)
    /// At a moment of an IMAP command.
    case imap(Script.Step, Script.Moment, occurrence: Int)
    /// At a moment of an SMTP command, or around the final dot.
    case smtp(Script.Step, Script.Moment, occurrence: Int)
    /// When so many bytes of a mail have come after DATA.
    case inTheMail(bytes: Int)
    /// Any time after the start.
    case whenever(milliseconds: Int)

    /// Without the occurrence: what the summary counts.
    var place: String {
        switch self {
        case .commit(let name, _): "commit \(name)"
        case .imap(let step, let moment, _): "imap \(step) \(moment.rawValue)"
        case .smtp(let step, let moment, _): "smtp \(step) \(moment.rawValue)"
        case .inTheMail: "smtp in the mail's bytes"
        case .whenever: "any time"
        }
    }

    var description: String {
        switch self {
        case .commit(_, let n), .imap(_, _, let n), .smtp(_, _, let n): "\(place), time \(n)"
        case .inTheMail(let bytes): "\(place), after \(bytes)"
        case .whenever(let milliseconds): "\(milliseconds) ms after the start"
        }
    }
}

/// Chooses where the next life ends, from the places that have been reached before; a seed repeats the choice.
struct KillPlan {
    private var random: SeededGenerator
    /// In the order in which they became known, so that a seed finds them in the same place.
    private var places: [KillPoint] = []
    private var known: Set<KillPoint> = []
    /// Those that no life has ended at yet come first.
    private var fresh: [KillPoint] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func learn(commits: [String], imap: Set<Script.Step>, smtp: Set<Script.Step>) {
        for name in commits.sorted() { add(.commit(name, occurrence: 1)) }
        for moment in Script.Moment.allCases {
            for step in imap.sorted(by: { $0.name < $1.name }) where step != .any && step != .login {
                add(.imap(step, moment, occurrence: 1))
            }
            for step in smtp.sorted(by: { $0.name < $1.name }) where step != .any && step != .login {
                add(.smtp(step, moment, occurrence: 1))
            }
        }
    }

    private mutating func add(_ point: KillPoint) {
        guard known.insert(point).inserted else { return }
        places.append(point)
        fresh.append(point)
    }

    mutating func next() -> KillPoint {
        if !fresh.isEmpty, Int.random(in: 0..<3, using: &random) > 0 {
            return fresh.remove(at: Int.random(in: 0..<fresh.count, using: &random))
        }
        switch Int.random(in: 0..<10, using: &random) {
        case 0...1: return .whenever(milliseconds: Int.random(in: 0...800, using: &random))
        case 2: return .inTheMail(bytes: Int.random(in: 0...2500, using: &random))
        case 3...4: return .smtp(.message, Script.Moment.allCases.randomElement(using: &random) ?? .done, occurrence: 1)
        default:
            guard let point = places.randomElement(using: &random) else { return .whenever(milliseconds: 300) }
            let occurrence = Int.random(in: 1...3, using: &random)
            switch point {
            case .commit(let name, _): return .commit(name, occurrence: occurrence)
            case .imap(let step, let moment, _): return .imap(step, moment, occurrence: occurrence)
            case .smtp(let step, let moment, _): return .smtp(step, moment, occurrence: occurrence)
            case .inTheMail, .whenever: return point
            }
        }
    }
}
