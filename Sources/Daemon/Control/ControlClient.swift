import Foundation

/// Asks a running daemon; used by the command line only, so it may block.
public enum ControlClient {
    /// The daemon's answer, or `nil` where no daemon runs on that store.
    ///
    /// - Throws: ``ControlError`` where one runs but does not answer.
    public static func ask(_ request: ControlRequest) throws(ControlError) -> ControlResponse? {
        for path in ControlSocket.candidates(store: request.store) {
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            defer { close(descriptor) }
            ControlSocket.setTimeouts(descriptor, seconds: 30)
            guard ControlSocket.withAddress(path, { connect(descriptor, $0, $1) }) == 0 else {
                if errno == EACCES || errno == EPERM {
                    throw ControlError(description: "\(path): not permitted; run it as root or as the daemon's user")
                }
                continue
            }
            guard let data = try? JSONEncoder().encode(request),
                ControlSocket.writeAll(descriptor, Array(data) + [UInt8(ascii: "\n")]),
                let line = ControlSocket.readLine(descriptor),
                let response = try? JSONDecoder().decode(ControlResponse.self, from: Data(line))
            else {
                throw ControlError(
                    description: "\(path): the daemon does not answer; see its log, or systemctl status replyd")
            }
            // A daemon on another store is not the one that was meant.
            if response.message != Self.otherStore { return response }
        }
        return nil
    }

    static let otherStore = "another store"
}
