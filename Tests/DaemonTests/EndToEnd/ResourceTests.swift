import Foundation
import LoopbackMail
import Testing

@Suite("The machine runs short")
struct ResourceTests {
    @Test("the log's disk is full: answers go out all the same, and standard error says so")
    func fullLog() async throws {
        try await World.run { world in
            try world.configure()
            // The device that has no room, ever.
            let text = try String(contentsOfFile: world.configurationPath, encoding: .utf8)
            try text.replacingOccurrences(of: "\(world.folder.path)/replyd.log", with: "/dev/full")
                .write(toFile: world.configurationPath, atomically: true, encoding: .utf8)
            try await world.withDaemon { daemon in
                try world.account.deliver(Buyer.mail("q1"))
                try await world.smtp.waitFor(1)
                try await eventually("words about the log") { daemon.said.contains("log.failed") }
                #expect(daemon.said.contains("No space left"))
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("no file descriptors left: it waits, tells, and goes on when there are some again")
    func descriptors() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { daemon in
                try await world.event("mailbox.connected")
                try await eventually("IDLE") { world.imap.log.count(of: "IDLE") > 0 }
                // Those that are open stay open; no other can be.
                #expect(try await Self.limit("3", of: daemon))
                try world.account.deliver(Buyer.mail("q1"))
                // Whatever wants one first: the connection that sends, or the store.
                try await eventually("trouble") {
                    !world.events("mailbox.lost").isEmpty || daemon.said.contains("store.failed")
                }
                #expect(world.smtp.mails.isEmpty)
                #expect(try await Self.limit("1024", of: daemon))
                try await world.smtp.waitFor(1)
                try await world.event("reply.filed")
            }
            #expect(world.smtp.mails.count == 1)
        }
    }

    private static func limit(_ count: String, of daemon: RunningDaemon) async throws -> Bool {
        try await World.execute("/usr/bin/prlimit", ["--pid", "\(daemon.pid)", "--nofile=\(count):"]).code == 0
    }

    @Test("stopped for an hour: what came meanwhile is answered, what was under way is not sent twice")
    func stopped() async throws {
        try await World.run { world in
            try world.configure()
            let clock = try ShiftedClock(in: world.folder)
            try await world.withDaemon(prefix: clock.prefix) { daemon in
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
                daemon.signal(SIGSTOP)
                try world.account.deliver(Buyer.mail("q2"))
                try clock.set(3600)
                daemon.signal(SIGCONT)
                try await world.event("clock.changed")
                try await world.event("reply.filed", count: 2)
            }
            #expect(world.smtp.mails.count == 2)
        }
    }

    @Test("nothing listens on a network port, and nobody else reads the store, its log of changes, the control socket")
    func closed() async throws {
        try await World.run { world in
            try world.configure()
            try await world.withDaemon { daemon in
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
                #expect(try Self.listening(daemon.pid) == [])
                for name in try FileManager.default.contentsOfDirectory(atPath: world.folder.path) {
                    guard name.hasPrefix("replyd.db") || name.hasSuffix(".log") else { continue }
                    let path = world.folder.appendingPathComponent(name).path
                    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
                    #expect(mode & 0o007 == 0, "\(name) has \(String(mode, radix: 8))")
                    if name.hasPrefix("replyd.db") {
                        #expect(mode & 0o077 == 0, "\(name) has \(String(mode, radix: 8))")
                    }
                }
            }
        }
    }

    /// The local addresses of a process's TCP sockets in LISTEN, as the kernel tells them.
    private static func listening(_ pid: Int32) throws -> [String] {
        let folder = "/proc/\(pid)/fd"
        let inodes = Set(
            try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { descriptor -> String? in
                guard
                    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)"),
                    target.hasPrefix("socket:[")
                else { return nil }
                return String(target.dropFirst(8).dropLast())
            })
        #expect(!inodes.isEmpty)
        return ["tcp", "tcp6"].flatMap { table -> [String] in
            let lines = (try? String(contentsOfFile: "/proc/\(pid)/net/\(table)", encoding: .utf8)) ?? ""
            return lines.split(separator: "\n").dropFirst().compactMap { line in
                let words = line.split(separator: " ")
                return words.count > 9 && words[3] == "0A" && inodes.contains(String(words[9])) ? String(words[1]) : nil
            }
        }
    }
}
