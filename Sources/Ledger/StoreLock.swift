import Foundation

/// The lock file beside a store, `PATH.lock`: held by at most one process, with its process id inside.
///
/// The system lets go of it when the process ends, however it ends; the file stays and means nothing by itself.
final class StoreLock: Sendable {
    private let descriptor: Int32

    init(store path: String) throws(LedgerError) {
        let file = path + ".lock"
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LedgerError(
                .cannotOpen, what: "open the lock file \(file)", path: path, words: String(cString: strerror(errno)),
                advice: "check that the folder exists and that the daemon's user may write to it")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // Not closed here: this is whole, so that `deinit` does it, and a second time would hit somebody else's file.
            let holder = Self.holder(descriptor)
            let who = holder.map { "process \($0)" } ?? "another process"
            throw LedgerError(
                .inUse(pid: holder), what: "lock the store", path: path, words: "\(who) is using it",
                advice: "stop that daemon first, or give this one a store of its own")
        }
        let pid = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, pid, pid.count, 0)
    }

    deinit { close(descriptor) }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
