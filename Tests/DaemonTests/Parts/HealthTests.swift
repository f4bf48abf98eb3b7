import Correspondence
import Testing

@testable import Daemon

@Suite("How well it is, for a monitoring system")
struct HealthTests {
    private static let now = Instant(milliseconds: 1_790_000_000_000)

    private static func status(_ change: (inout DaemonStatus) -> Void = { _ in }) -> DaemonStatus {
        var status = DaemonStatus(
            running: true, version: "1", store: "s", paused: false, started: now,
            mailboxes: [
                DaemonStatus.Mailbox(
                    name: "main", address: "a@shop.example", connection: "connected", scheduled: 2, drafted: 0, held: 0,
                    failed: 0, ambiguous: 0, overdue: 0, answers: 5, late: 0)
            ], held: [], due: [], lastErrors: [])
        change(&status)
        return status
    }

    private static func held(_ left: Duration) -> DaemonStatus.Waiting {
        DaemonStatus.Waiting(
            reply: 1, mailbox: "main", kind: "return", state: "held", deadline: now + left, reason: "no template")
    }

    @Test("all is well: exit 0, and the figures behind the bar")
    func well() {
        let status = Self.status()
        let health = Health(status, now: Self.now)
        #expect(health.level == .well)
        #expect(
            health.line(status)
                == "REPLYD OK - all is well | 'main_scheduled'=2 'main_held'=0 'main_failed'=0 'main_overdue'=0")
    }

    @Test(
        "what needs somebody today is a warning",
        arguments: [
            (status { $0.paused = true }, "sending is paused"),
            (status { $0.divertedTo = "x@y.example" }, "every mail goes to x@y.example"),
            (status { $0.mailboxes[0].failed = 1 }, "main: 1 failed"),
            (status { $0.mailboxes[0].ambiguous = 2 }, "main: 2 with unknown outcome"),
            (status { $0.held = [held(.seconds(3 * 3600))] }, "1 held with less than 4h left"),
            (
                status {
                    $0.mailboxes[0].connection = "lost"
                    $0.mailboxes[0].disconnectedSeconds = 300
                }, "main: not connected for 5m"
            ),
        ])
    func warning(status: DaemonStatus, finding: String) {
        let health = Health(status, now: Self.now)
        #expect(health.level == .warning)
        #expect(health.findings == [finding])
    }

    @Test(
        "what loses deadlines now is critical, and stands first",
        arguments: [
            (status { $0.running = false }, "no daemon runs"),
            (status { $0.mailboxes[0].overdue = 1 }, "main: 1 past the deadline"),
            (status { $0.mailboxes[0].connection = "refused" }, "main: the password is refused"),
            (
                status {
                    $0.mailboxes[0].connection = "connecting"
                    $0.mailboxes[0].disconnectedSeconds = 3600
                }, "main: not connected for 1h"
            ),
        ])
    func critical(status: DaemonStatus, finding: String) {
        var status = status
        status.paused = true
        let health = Health(status, now: Self.now)
        #expect(health.level == .critical)
        #expect(health.findings == [finding, "sending is paused"])
    }

    @Test("a short loss of the connection, one send in flight, and what is held for tomorrow are nothing")
    func nothing() {
        let status = Self.status {
            $0.mailboxes[0].connection = "lost"
            $0.mailboxes[0].disconnectedSeconds = 299
            $0.mailboxes[0].ambiguous = 1
            $0.held = [Self.held(.seconds(5 * 3600))]
        }
        #expect(Health(status, now: Self.now).level == .well)
    }

    @Test("a line has one bar, whatever the words")
    func oneBar() {
        #expect(Health(unknown: "a | b").line(nil) == "REPLYD UNKNOWN - a / b")
    }
}
