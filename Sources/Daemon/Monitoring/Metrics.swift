import Correspondence

/// The status as metrics, in the text form that OpenMetrics 1.0 and Prometheus 0.0.4 both read: gauges only, units in
/// the names, times as seconds since 1970.
public struct Metrics: Sendable {
    private var families: [(name: String, help: String, samples: [(labels: [(String, String)], value: String)])] = []

    public init(_ status: DaemonStatus) {
        add("replyd_info", "The version that runs, or that reads the store.", [([("version", status.version)], "1")])
        add("replyd_up", "1 while the daemon runs.", status.running ? 1 : 0)
        add("replyd_paused", "1 while replyd pause holds up all sending.", status.paused ? 1 : 0)
        add("replyd_started_timestamp_seconds", "When the daemon started.", status.started)
        add("replyd_order_facts_timestamp_seconds", "As of when the newest order report tells.", status.orderFacts)
        let boxes = status.mailboxes
        if status.running {
            add("replyd_mailbox_connected", "1 while the IMAP connection stands.", boxes) {
                $0.connection == "connected" ? 1 : 0
            }
        }
        add("replyd_mailbox_last_mail_timestamp_seconds", "When the newest mail came in.", boxes) {
            $0.lastMail.map(Self.seconds)
        }
        add(
            "replyd_replies", "Replies that are not done, by what they wait for.",
            boxes.flatMap { box in
                [
                    ("scheduled", box.scheduled), ("drafted", box.drafted), ("held", box.held), ("failed", box.failed),
                    ("ambiguous", box.ambiguous),
                ].map { ([("mailbox", box.name), ("state", $0.0)], "\($0.1)") }
            })
        add("replyd_replies_overdue", "Replies whose deadline has passed.", boxes) { Int64($0.overdue) }
        add("replyd_next_due_timestamp_seconds", "When the next reply goes out by itself.", boxes) {
            $0.nextDue.map(Self.seconds)
        }
        add("replyd_week_replies", "Replies sent in the last seven days.", boxes) { Int64($0.answers) }
        add("replyd_week_replies_late", "Of them, those later than 24 hours.", boxes) { Int64($0.late) }
        add("replyd_week_response_average_seconds", "From the buyer's mail to the reply, over seven days.", boxes) {
            $0.averageResponse
        }
    }

    /// Whole, with the end mark; its last line has no line end.
    public var text: String {
        var lines: [String] = []
        for family in families where !family.samples.isEmpty {
            lines += ["# HELP \(family.name) \(family.help)", "# TYPE \(family.name) gauge"]
            for (labels, value) in family.samples {
                let labels = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
                lines.append(family.name + (labels.isEmpty ? "" : "{\(labels)}") + " \(value)")
            }
        }
        return (lines + ["# EOF"]).joined(separator: "\n")
    }

    private mutating func add(_ name: String, _ help: String, _ samples: [(labels: [(String, String)], value: String)])
    {
        families.append((name, help, samples))
    }

    private mutating func add(_ name: String, _ help: String, _ value: Int) { add(name, help, [([], "\(value)")]) }

    private mutating func add(_ name: String, _ help: String, _ time: Instant?) {
        add(name, help, time.map { [([], "\(Self.seconds($0))")] } ?? [])
    }

    private mutating func add(
        _ name: String, _ help: String, _ boxes: [DaemonStatus.Mailbox], _ value: (DaemonStatus.Mailbox) -> Int64?
    ) {
        add(name, help, boxes.compactMap { box in value(box).map { ([("mailbox", box.name)], "\($0)") } })
    }

    private static func seconds(_ instant: Instant) -> Int64 { instant.milliseconds / 1000 }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
