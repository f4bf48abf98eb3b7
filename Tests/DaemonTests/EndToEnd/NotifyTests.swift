import Foundation
import Testing

/// What systemd hears of the daemon, over a notify socket of the test's own (sd_notify(3)).
@Suite("What systemd is told")
struct NotifyTests {
    @Test("ready, alive by its watchdog, reloading with the time, refused, stopping")
    func told() async throws {
        try await World.run { world in
            try world.configure()
            let socket = try NotifySocket(world.folder.appendingPathComponent("notify").path)
            let prefix = ["/usr/bin/env", "NOTIFY_SOCKET=\(socket.path)", "WATCHDOG_USEC=1500000"]
            try await world.withDaemon(prefix: prefix) { daemon in
                try await socket.hear { $0.contains("READY=1") }
                try await socket.hear { $0.contains("STATUS=") && $0.contains("1 of 1 mailboxes connected") }
                for _ in 0..<3 { try await socket.hear { $0 == "WATCHDOG=1" } }
                daemon.signal(SIGHUP)
                let reloading = try await socket.hear { $0.contains("RELOADING=1") }
                let time = reloading.split(separator: "\n").first { $0.hasPrefix("MONOTONIC_USEC=") }
                #expect(time.flatMap { Int64($0.dropFirst(15)) } ?? 0 > 0)
                try await socket.hear { $0.contains("READY=1") }
                try "nonsense".write(toFile: world.configurationPath, atomically: true, encoding: .utf8)
                daemon.signal(SIGHUP)
                try await socket.hear { $0.hasPrefix("STATUS=the changed configuration is refused") }
                daemon.signal(SIGTERM)
                try await socket.hear { $0.contains("STOPPING=1") }
            }
        }
    }

    @Test("nobody listens any more: it goes on, and ends when it is told to")
    func unheard() async throws {
        try await World.run { world in
            try world.configure()
            let socket = try NotifySocket(world.folder.appendingPathComponent("notify").path)
            // Signs of life fill the socket within a second.
            let prefix = ["/usr/bin/env", "NOTIFY_SOCKET=\(socket.path)", "WATCHDOG_USEC=30000"]
            try await world.withDaemon(prefix: prefix) { _ in
                try await world.event("mailbox.connected")
                try await eventually("a full socket") { !socket.takesMore }
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
            }
        }
    }

    @Test("a daemon that is stopped gives no sign of life, and goes on to give them")
    func stopped() async throws {
        try await World.run { world in
            try world.configure()
            let socket = try NotifySocket(world.folder.appendingPathComponent("notify").path)
            let prefix = ["/usr/bin/env", "NOTIFY_SOCKET=\(socket.path)", "WATCHDOG_USEC=900000"]
            try await world.withDaemon(prefix: prefix) { daemon in
                try await socket.hear { $0 == "WATCHDOG=1" }
                daemon.signal(SIGSTOP)
                // All of its threads stand still, and what they said is heard.
                let pid = daemon.pid
                try await eventually("it stands still") {
                    try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8).contains("State:\tT")
                }
                socket.forget()
                #expect(!socket.hears(within: 2) { $0 == "WATCHDOG=1" })
                daemon.signal(SIGCONT)
                try await socket.hear { $0 == "WATCHDOG=1" }
            }
        }
    }
}

/// A socket that takes what a service says of itself.
private final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        try #require(bytes.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let descriptor = descriptor
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(bound == 0)
    }

    deinit { close(descriptor) }

    /// The next message that is so.
    @discardableResult
    func hear(_ isIt: @escaping @Sendable (String) -> Bool) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                if let message = self.next(within: 60, isIt) { return continuation.resume(returning: message) }
                continuation.resume(throwing: Silence())
            }
        }
    }

    func hears(within seconds: Int, _ isIt: (String) -> Bool) -> Bool { next(within: seconds, isIt) != nil }

    /// Whether another message would find room.
    var takesMore: Bool {
        let sender = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(sender) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(sender, "x", 1, Int32(MSG_DONTWAIT), $0, length) == 1
            }
        }
    }

    /// What was said before is not listened to any more.
    func forget() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 {}
    }

    private func next(within seconds: Int, _ isIt: (String) -> Bool) -> String? {
        let end = ContinuousClock.now + .seconds(seconds)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while ContinuousClock.now < end {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard Glibc.poll(&poll, 1, 200) > 0 else { continue }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { continue }
            let message = String(decoding: buffer.prefix(count), as: UTF8.self)
            if isIt(message) { return message }
        }
        return nil
    }

    private struct Silence: Error {}
}
