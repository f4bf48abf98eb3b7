import Foundation
import Testing

/// The real daemon under libfaketime, whose offset a file tells: the wall clock jumps while it runs.
@Suite("The clock jumps while the daemon runs", .enabled(if: FakeTime.library != nil, "libfaketime is not installed"))
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
            let clock = try FakeTime(world)
            try await world.withDaemon(prefix: clock.prefix) { daemon in
                defer { clock.removeShared(daemon.pid) }
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try clock.set("+1d")
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

    @Test("a day back: nothing goes out twice, the reply waits for its time, and mail still comes in")
    func back() async throws {
        try await World.run { world in
            try world.configure()
            let clock = try FakeTime(world)
            try await world.withDaemon(prefix: clock.prefix) { daemon in
                defer { clock.removeShared(daemon.pid) }
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.smtp.waitFor(1)
                try await world.event("reply.filed")
                try clock.set("-1d")
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

/// A clock that a file sets.
struct FakeTime {
    private let file: URL
    let prefix: [String]

    static let library = [
        "x86_64-linux-gnu", "aarch64-linux-gnu",
    ].map { "/usr/lib/\($0)/faketime/libfaketimeMT.so.1" }.first { FileManager.default.fileExists(atPath: $0) }

    init(_ world: World) throws {
        file = world.folder.appendingPathComponent("clock")
        prefix = [
            "/usr/bin/env", "LD_PRELOAD=\(Self.library ?? "")", "FAKETIME_TIMESTAMP_FILE=\(file.path)",
            "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_NO_CACHE=1",
            // The library changes the environment of the first program that loads it, which Swift cannot stand: it
            // finds its arguments by where the environment lies. In the second, all is set already.
            "/usr/bin/env",
        ]
        try set("+0")
    }

    /// How far the clock is off, such as `+1d`.
    func set(_ offset: String) throws { try Data(offset.utf8).write(to: file, options: .atomic) }

    /// What the library leaves in shared memory, under the process's number.
    func removeShared(_ pid: Int32) {
        for name in ["faketime_shm_\(pid)", "sem.faketime_sem_\(pid)"] {
            try? FileManager.default.removeItem(atPath: "/dev/shm/\(name)")
        }
    }
}
