import Foundation

/// Where the control socket lies, and the parts of Unix sockets that server and client share.
enum ControlSocket {
    /// systemd's runtime directory, else `/run/replyd` where it is there, else beside the store.
    static func candidates(store: String) -> [String] {
        var paths: [String] = []
        if let directory = ProcessInfo.processInfo.environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first {
            paths.append("\(directory)/control.sock")
        }
        if !store.isEmpty { paths.append("\(store).sock") }
        paths.append("/run/replyd/control.sock")
        // Of replyd@.service, one for each configuration; the daemon's answer tells whose store it has.
        let instances = (try? FileManager.default.contentsOfDirectory(atPath: "/run")) ?? []
        paths += instances.filter { $0.hasPrefix("replyd-") }.sorted().map { "/run/\($0)/control.sock" }
        return paths
    }

    /// Where a daemon listens.
    static func own(store: String) -> String { candidates(store: store)[0] }

    /// Calls `body` with the address of `path`; `nil` where the path is too long for a Unix socket.
    static func withAddress<R>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    /// Reads up to a line feed, at most 1 MB; `nil` on an error, a time-out or an end without a line.
    static func readLine(_ descriptor: Int32, limit: Int = 1 << 20) -> [UInt8]? {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while line.count < limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            line += chunk[..<count]
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
        }
        return nil
    }

    static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    static func setTimeouts(_ descriptor: Int32, seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}

/// Why the daemon could not be spoken to, or could not listen.
public struct ControlError: Error, CustomStringConvertible {
    public let description: String
}
