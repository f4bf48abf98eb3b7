import Foundation

/// A temporary folder for one test's servers, readable by the unprivileged users they run as.
public struct BedFolder: Sendable {
    public let url: URL

    /// A new empty folder in the system's temporary folder.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-bed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        chmod(url.path, 0o755)
    }

    /// Deletes the folder and all in it.
    public func remove() {
        try? FileManager.default.removeItem(at: url)
    }

    /// Whether the program is installed; system administration folders are looked at too.
    public static func has(_ program: String) -> Bool {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/usr/lib/postfix/sbin"
        return path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
    }
}

/// Who the servers run as: nobody when the tests run as root, else the same user.
struct BedUser {
    let name: String
    let group: String
    let uid: uid_t
    let gid: gid_t

    static func current() throws -> BedUser {
        guard let entry = geteuid() == 0 ? getpwnam("nobody") : getpwuid(geteuid()),
            let group = getgrgid(entry.pointee.pw_gid)
        else { throw BedError(description: "no user to run servers as") }
        return BedUser(
            name: String(cString: entry.pointee.pw_name), group: String(cString: group.pointee.gr_name),
            uid: entry.pointee.pw_uid, gid: entry.pointee.pw_gid)
    }

    func own(_ url: URL) {
        chown(url.path, uid, gid)
    }
}
