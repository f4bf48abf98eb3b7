import Foundation
import LoopbackMail
import Testing

/// The real daemon, with its wall clock set while it runs.
@Suite("The clock jumps while the daemon runs")
struct ClockJumpTests {
    @Test("a day ahead: what is late goes out, or is held, as when_late says", arguments: ["send", "hold"])
    func ahead(whenLate: String) async throws {
        try await World.run { world in
            try world.configure(
                """
                [windows]
                hours = "always"
                when_late = "\(whenLate)"
                [kinds.inquiry]
                action = "guard"
                min_confidence = 0.3
                """)
            let clock = try ShiftedClock(in: world.folder)
            try await world.withDaemon(prefix: clock.prefix) { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try clock.set(86_400)
                let change = try await world.event("clock.changed")
                #expect(change["by"] == "1d" || change["by"]?.hasPrefix("23h59m") == true)
                #expect(change["direction"] == "ahead")
                if whenLate == "send" {
                    let sent = try await world.event("reply.sent")
                    #expect(sent["in_time"] == "false" || sent["in_time"] == "0")
                    #expect(world.smtp.mails.count == 1)
                } else {
                    try await world.event("reply.held")
                    #expect(world.smtp.mails.isEmpty)
                }
            }
        }
    }

    @Test("our clock is days ahead of the server's: a mail whose answer was lost is found in Sent, not sent again")
    func aheadOfServer() async throws {
        try await World.run(smtp: SMTPOptions(filing: .init())) { world in
            try world.configure(
                World.sendEverything + "\n[sending]\nsettle = \"0s\"\nwhen_unsure = \"send\"\n",
                mailbox: "save_sent = \"server\"")
            let clock = try ShiftedClock(in: world.folder)
            try clock.set(5 * 86_400)
            world.smtp.play([.at(.message, .done, .first(1), do: .cut)])
            try await world.withDaemon(prefix: clock.prefix) { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"), date: Date() + 5 * 86_400)
                let sent = try await world.event("reply.sent")
                #expect(sent["receipt"]?.contains("found in Sent") == true)
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("a day back: nothing goes out twice, the reply waits for its time, and mail still comes in")
    func back() async throws {
        try await World.run { world in
            try world.configure()
            let clock = try ShiftedClock(in: world.folder)
            try await world.withDaemon(prefix: clock.prefix) { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.smtp.waitFor(1)
                try await world.event("reply.filed")
                try clock.set(-86_400)
                let change = try await world.event("clock.changed")
                #expect(change["direction"] == "back")
                try world.account.deliver(Buyer.mail("q2"))
                try await world.event("clock.doubtful")
                try await world.smtp.waitFor(2)
            }
            #expect(Set(world.smtp.mails.compactMap { $0.header("In-Reply-To") }).count == 2)
        }
    }
}
