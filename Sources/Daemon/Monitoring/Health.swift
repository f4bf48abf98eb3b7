import Correspondence

/// How well it is, in a monitoring system's four states, and why: the one line of `replyd status --check`.
///
/// The exit codes and the form of the line are those of the Monitoring Plugins' development guidelines.
public struct Health: Sendable, Equatable {
    public enum Level: Int32, Sendable, Comparable {
        case well = 0
        case warning, critical, unknown

        public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }

        var word: String {
            switch self {
            case .well: "OK"
            case .warning: "WARNING"
            case .critical: "CRITICAL"
            case .unknown: "UNKNOWN"
            }
        }
    }

    public private(set) var level = Level.well
    /// The worst first.
    public private(set) var findings: [String] = []

    public init(_ status: DaemonStatus, now: Instant) {
        var found: [(Level, String)] = []
        if !status.running { found.append((.critical, "no daemon runs")) }
        if status.paused { found.append((.warning, "sending is paused")) }
        if let address = status.divertedTo { found.append((.warning, "every mail goes to \(address)")) }
        for box in status.mailboxes { found += Self.findings(box, running: status.running) }
        let near = status.held.count { row in
            row.deadline.map { (.zero..<Self.nearDeadline).contains($0 - now) } ?? false
        }
        if near > 0 {
            found.append((.warning, "\(near) held with less than \(DurationText.write(Self.nearDeadline)) left"))
        }
        found.sort { $0.0 > $1.0 }
        findings = found.map(\.1)
        level = found.first?.0 ?? .well
    }

    /// Where nothing could be learnt.
    public init(unknown reason: String) {
        level = .unknown
        findings = [reason]
    }

    private static func findings(_ box: DaemonStatus.Mailbox, running: Bool) -> [(Level, String)] {
        var found: [(Level, String)] = []
        if running {
            let away = Duration.seconds(box.disconnectedSeconds ?? 0)
            if box.connection == "refused" {
                found.append((.critical, "\(box.name): the password is refused"))
            } else if away >= longAway {
                found.append((.critical, "\(box.name): not connected for \(DurationText.write(away))"))
            } else if away >= shortlyAway {
                found.append((.warning, "\(box.name): not connected for \(DurationText.write(away))"))
            }
        }
        if box.overdue > 0 { found.append((.critical, "\(box.name): \(box.overdue) past the deadline")) }
        if box.failed > 0 { found.append((.warning, "\(box.name): \(box.failed) failed")) }
        if box.ambiguous > 1 { found.append((.warning, "\(box.name): \(box.ambiguous) with unknown outcome")) }
        return found
    }

    /// `REPLYD WARNING - main: 1 failed | main_scheduled=3 …`.
    public func line(_ status: DaemonStatus?) -> String {
        let words = findings.isEmpty ? "all is well" : findings.joined(separator: "; ")
        let figures = (status?.mailboxes ?? []).flatMap { box in
            [
                "'\(box.name)_scheduled'=\(box.scheduled)", "'\(box.name)_held'=\(box.held)",
                "'\(box.name)_failed'=\(box.failed)", "'\(box.name)_overdue'=\(box.overdue)",
            ]
        }
        // What stands behind a | is read as figures.
        let told = words.replacing("|", with: "/")
        return "REPLYD \(level.word) - \(told)" + (figures.isEmpty ? "" : " | " + figures.joined(separator: " "))
    }

    /// A connection that a server closes comes back within a minute or two.
    private static let shortlyAway = Duration.seconds(300)
    private static let longAway = Duration.seconds(3600)
    private static let nearDeadline = Duration.seconds(4 * 3600)
}
