import Foundation

/// Where the person's browser comes back to with the code: a port of this machine that takes one answer (RFC 8252, 7.3).
final class LoopbackRedirect: Sendable {
    private let listener: Int32
    let port: Int

    /// Its address for the provider.
    var address: String { "http://127.0.0.1:\(port)" }

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, length) = (listener, size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 4) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard bound else {
            let words = String(cString: strerror(errno))
            close(listener)
            throw CommandEnd.failed("no port for the browser to come back to: \(words); use --paste")
        }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(listener) }

    /// The query of the browser's request, once it comes; other requests, as for an icon, are turned away.
    ///
    /// - Throws: `CommandEnd` when nobody comes within `limit`.
    func answer(within limit: Duration) async throws -> [String: String] {
        let end = ContinuousClock.now + limit
        return try await aside { try self.wait(until: end) }
    }

    private func wait(until end: ContinuousClock.Instant) throws -> [String: String] {
        while true {
            let left = (end - .now).components.seconds
            var poll = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            guard left > 0, Glibc.poll(&poll, 1, Int32(min(left, 3600)) * 1000) > 0 else {
                throw CommandEnd.failed("nobody came back from the provider's page; try again, or use --paste")
            }
            let client = accept(listener, nil, nil)
            guard client >= 0 else { continue }
            defer { close(client) }
            var patience = timeval(tv_sec: 5, tv_usec: 0)
            setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var buffer = [UInt8](repeating: 0, count: 1 << 14)
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { continue }
            let line = String(decoding: buffer.prefix(count).prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
            let words = line.split(separator: " ")
            guard words.count >= 2, words[0] == "GET", let query = Self.query(String(words[1])),
                query["code"] != nil || query["error"] != nil
            else {
                Self.say("404 Not Found", "", to: client)
                continue
            }
            Self.say("200 OK", "replyd has what it needs; you can close this page.", to: client)
            return query
        }
    }

    /// Of a whole address too, as a person pastes it.
    static func query(_ address: String) -> [String: String]? {
        guard let items = URLComponents(string: address)?.queryItems else { return nil }
        return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
    }

    private static func say(_ status: String, _ words: String, to client: Int32) {
        let body = "<!DOCTYPE html><meta charset=utf-8><title>replyd</title><p>\(words)</p>\n"
        let text =
            "HTTP/1.1 \(status)\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
        _ = text.withCString { send(client, $0, text.utf8.count, Int32(MSG_NOSIGNAL)) }
    }
}
