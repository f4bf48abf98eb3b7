import Foundation

/// Commands that open the store themselves do so as its owner: a journal file that root leaves behind would lock the
/// daemon out (design section 8).
enum StoreOwner {
    /// Takes on the user and group of the store's file. Nothing happens where we are not root or there is no store.
    static func become(store path: String) throws {
        var info = stat()
        guard geteuid() == 0, stat(path, &info) == 0, info.st_uid != 0 else { return }
        guard setgroups(0, nil) == 0, setgid(info.st_gid) == 0, setuid(info.st_uid) == 0 else {
            throw CommandEnd.failed("could not take on the user who owns \(path): \(String(cString: strerror(errno)))")
        }
    }
}
