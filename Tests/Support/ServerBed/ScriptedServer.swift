import Foundation

/// A server for one connection that says exactly what a test's script says, byte for byte.
///
/// The script runs on a thread of its own with blocking sockets, so that it reads like the dialogue it plays.
public final class ScriptedServer: Sendable {
    /// The server's side of the dialogue.
    public struct Dialogue {
        fileprivate let socket: Int32

        /// Says these bytes; nothing is added.
        public func say(_ text: String) { say(Array(text.utf8)) }

        public func say(_ bytes: [UInt8]) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }

        /// The client's next line without its CRLF; nil when it has hung up.
        public func hear() -> String? {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) == 1 {
                if byte == 10 { return String(decoding: line.filter { $0 != 13 }, as: UTF8.self) }
                line.append(byte)
            }
            return nil
        }

        /// Hears lines up to one that is exactly this.
        public func hear(until last: String) {
            while let line = hear(), line != last {}
        }

        /// Waits until the client hangs up.
        public func waitForHangUp() { while hear() != nil {} }
    }

    public let port: Int

    /// Listens at once; plays `script` for the first client and hangs up after it.
    public init(_ script: @escaping @Sendable (Dialogue) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        port = try Port.listen(listener)
        Thread.detachNewThread {
            let client = accept(listener, nil, nil)
            close(listener)
            guard client >= 0 else { return }
            script(Dialogue(socket: client))
            // Hangs up even if another child process has inherited the socket.
            shutdown(client, Int32(SHUT_RDWR))
            close(client)
        }
    }
}
