import Configuration
import Correspondence
import Foundation
import Orders
import Synchronization

/// The seller's own lists for proactive mail, read anew whenever their files change.
///
/// A list that cannot be read keeps its last good state, and without one all proactive mail rests: nobody must be written
/// to because a file was broken.
final class SellersLists: Sendable {
    /// What holds at one moment.
    struct Current: Sendable {
        var delays = DelayList()
        var barred = DoNotContactList()
        /// What is wrong with the files.
        var troubles: [String] = []
        /// Which states of the files they are.
        var fingerprint = ""
        /// A file was never read: it cannot be told whom to leave out, or what is late.
        var isBlind = false
    }

    private struct State {
        var current = Current()
        var stamps: [String: Stamp] = [:]
        var read: Set<String> = []
    }

    private struct Stamp: Equatable {
        var size: Int64
        var changed: Int64
        var inode: UInt64
    }

    private let delays: String?
    private let barred: String?
    private let state = Mutex(State())

    init(_ settings: Configuration.Proactive) {
        delays = settings.delays
        barred = settings.doNotContact
    }

    func current() -> Current {
        state.withLock { state in
            var current = state.current
            current.troubles = []
            if let delays {
                read(delays, &state, &current) { (file) throws(ListError) in
                    try DelayList(file: file)
                } keep: {
                    $0.delays = $1
                }
            }
            if let barred {
                read(barred, &state, &current) { (file) throws(ListError) in
                    try DoNotContactList(file: file)
                } keep: {
                    $0.barred = $1
                }
            }
            current.isBlind = [delays, barred].contains { $0.map { !state.read.contains($0) } ?? false }
            current.fingerprint = state.stamps.sorted { $0.key < $1.key }.map { file, stamp -> String in
                "\(file) \(stamp.size) \(stamp.changed) \(stamp.inode)"
            }.joined(separator: ",")
            state.current = current
            return current
        }
    }

    private func read<List>(
        _ file: String, _ state: inout State, _ current: inout Current,
        _ load: (String) throws(ListError) -> List, keep: (inout Current, List) -> Void
    ) {
        let stamp = Self.stamp(file)
        if let stamp, state.stamps[file] == stamp, state.read.contains(file) { return }
        do {
            keep(&current, try load(file))
            state.read.insert(file)
            state.stamps[file] = stamp
        } catch {
            let kept = state.read.contains(file) ? "what it said before holds" : "no proactive mail goes out without it"
            current.troubles.append("\(error); \(kept)")
        }
    }

    private static func stamp(_ file: String) -> Stamp? {
        var info = stat()
        guard stat(file, &info) == 0 else { return nil }
        return Stamp(
            size: Int64(info.st_size),
            changed: Int64(info.st_mtim.tv_sec) * 1_000_000_000 + Int64(info.st_mtim.tv_nsec),
            inode: UInt64(info.st_ino))
    }
}
