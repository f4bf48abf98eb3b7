@preconcurrency import Dispatch
import CSystemd
import Foundation

/// Listens on the control socket; only root and the daemon's own user are heard.
final class ControlServer: Sendable {
    typealias Handler = @Sendable (ControlRequest) async -> ControlResponse

    let path: String
    private let descriptor: Int32
    private let source: any DispatchSourceRead
    /// Waiting for a slow asker must not take a cooperative thread.
    private static let queue = DispatchQueue(label: "replyd.control", attributes: .concurrent)

    /// Replaces a socket that a dead daemon left: the store's lock has already shown that no other one lives.
    init(path: String, handler: @escaping Handler) throws(ControlError) {
        self.path = path
        unlink(path)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let mask = umask(0o177)
        let bound = ControlSocket.withAddress(path) { bind(descriptor, $0, $1) } ?? -1
        let reason = String(cString: strerror(errno))
        umask(mask)
        guard descriptor >= 0, bound == 0, listen(descriptor, 16) == 0 else {
            close(descriptor)
            throw ControlError(
                description: "control socket \(path): \(reason); set RUNTIME_DIRECTORY to a folder of ours")
        }
        self.descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: Self.queue)
        source.setEventHandler { Self.accept(descriptor, handler) }
        source.setCancelHandler { close(descriptor) }
        source.resume()
    }

    func stop() {
        unlink(path)
        source.cancel()
    }

    private static func accept(_ listener: Int32, _ handler: @escaping Handler) {
        let client = Foundation.accept(listener, nil, nil)
        guard client >= 0 else { return }
        queue.async {
            ControlSocket.setTimeouts(client, seconds: 5)
            guard mayAsk(client), let line = ControlSocket.readLine(client),
                let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(line))
            else {
                close(client)
                return
            }
            Task {
                let response = await handler(request)
                queue.async {
                    if let data = try? JSONEncoder().encode(response) {
                        _ = ControlSocket.writeAll(client, Array(data) + [UInt8(ascii: "\n")])
                    }
                    close(client)
                }
            }
        }
    }

    private static func mayAsk(_ client: Int32) -> Bool {
        var user = uid_t()
        return replyd_peer_user(client, &user) && (user == 0 || user == geteuid())
    }
}
