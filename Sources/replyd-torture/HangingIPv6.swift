import Foundation
import LoopbackMail

/// The servers' name has two addresses, and the one that is tried first, of IPv6, neither takes nor refuses a connection:
/// the other one must be used, each time anew.
enum HangingIPv6 {
    /// Empty where the name cannot be given a second address for the daemon alone: that takes root and IPv6 on loopback.
    static func cells(_ stage: Stage) -> [Cell] {
        guard geteuid() == 0, (try? FullBacklog(port: 0)) != nil else { return [] }
        return [
            Cell(row: "both lines", column: "IPv6 that hangs") {
                let story = try await CellStory(.files, stage)
                let world = story.world
                let hanging = try [world.imap.port, world.smtp.port].map { try FullBacklog(port: $0 ?? 0) }
                let hosts = world.path("hosts")
                try "::1 localhost\n127.0.0.1 localhost\n".write(toFile: hosts, atomically: true, encoding: .utf8)
                world.hosts = hosts
                let broken = await story.run { story, _ in
                    var broken = try await story.deliverAndAwait(within: .seconds(60))
                    await story.world.imap.cutConnections(reset: true)
                    await story.world.smtp.cutConnections(reset: true)
                    broken += try await story.deliverAndAwait(within: .seconds(60))
                    return broken
                }
                withExtendedLifetime(hanging) {}
                return broken
            }
        ]
    }
}

/// A socket of ::1 that listens and whose queue is full: whoever connects waits for ever.
private final class FullBacklog {
    private var sockets: [Int32] = []

    init(port: Int) throws {
        let listener = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        sockets.append(listener)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = in_port_t(port).bigEndian
        address.sin6_addr = in6addr_loopback
        guard Self.with(&address, { bind(listener, $0, $1) }) == 0, listen(listener, 0) == 0 else {
            throw TortureTrouble("::1 port \(port): \(String(cString: strerror(errno)))")
        }
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(listener, $0, &size) }
        }
        for _ in 0..<4 {
            let client = socket(AF_INET6, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            sockets.append(client)
            _ = Self.with(&address) { connect(client, $0, $1) }
        }
    }

    deinit { close() }

    private func close() { for socket in sockets { _ = Glibc.close(socket) } }

    private static func with(
        _ address: inout sockaddr_in6, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}
