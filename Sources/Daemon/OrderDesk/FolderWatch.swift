@preconcurrency import Dispatch
import Foundation
import Glibc

/// Tells when a file in a folder is complete: closed after writing, or moved in (inotify(7)).
final class FolderWatch: Sendable {
    private let source: any DispatchSourceRead

    /// `nil` where the kernel will not watch: the caller looks from time to time then.
    init?(_ path: String, _ changed: @escaping @Sendable () -> Void) {
        let descriptor = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let closedAfterWriting: UInt32 = 0x8
        let movedIn: UInt32 = 0x80
        guard inotify_add_watch(descriptor, path, closedAfterWriting | movedIn) >= 0 else {
            close(descriptor)
            return nil
        }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
        source.setEventHandler {
            var events = [UInt8](repeating: 0, count: 1 << 14)
            while read(descriptor, &events, events.count) > 0 {}
            changed()
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { source.cancel() }
}
