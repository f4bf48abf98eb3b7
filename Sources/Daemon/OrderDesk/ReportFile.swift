import Foundation

/// A report file, open for reading: a plain file, never what a link points to.
final class ReportFile {
    let path: String
    let size: Int64
    /// Milliseconds since 1970.
    let modified: Int64
    private let descriptor: Int32

    enum Trouble: Error, CustomStringConvertible {
        /// No report can ever be read from this.
        case notAFile(String)
        /// It may be another time.
        case unreadable(String)

        var description: String {
            switch self {
            case .notAFile(let words), .unreadable(let words): words
            }
        }
    }

    init(_ path: String) throws(Trouble) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ELOOP { throw .notAFile("it is a symbolic link, which is not followed; copy the file itself") }
            throw .unreadable("\(String(cString: strerror(errno))); give the daemon's user read access to it")
        }
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notAFile("it is no plain file")
        }
        size = Int64(info.st_size)
        modified = Int64(info.st_mtim.tv_sec) * 1000 + Int64(info.st_mtim.tv_nsec) / 1_000_000
    }

    deinit { close(descriptor) }

    /// Whether somebody has it open for writing, by asking the kernel for a read lease (fcntl(2)); where that may not be
    /// asked, the file belonging to another user, whether it changed in the last ten seconds.
    func isBeingWritten(now: Int64) -> Bool {
        // A writer who comes just then breaks the lease by a signal: by default SIGIO, which would end the daemon.
        _ = fcntl(descriptor, Self.setSignal, SIGURG)
        if fcntl(descriptor, Self.setLease, Int32(F_RDLCK)) == 0 {
            _ = fcntl(descriptor, Self.setLease, Int32(F_UNLCK))
            return false
        }
        return errno == EAGAIN || now - modified < 10_000
    }

    /// The next piece; empty at the end.
    func read() throws(Trouble) -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = Foundation.read(descriptor, &piece, piece.count)
            if count >= 0 {
                piece.removeLast(piece.count - count)
                return piece
            }
            guard errno == EINTR else { throw .unreadable("reading stopped: \(String(cString: strerror(errno)))") }
        }
    }

    /// F_SETLEASE and F_SETSIG of Linux's fcntl.h, which the module map leaves out.
    private static let setLease: Int32 = 1024
    private static let setSignal: Int32 = 10

    func rewind() { lseek(descriptor, 0, SEEK_SET) }
}
