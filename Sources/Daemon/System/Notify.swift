import CSystemd
import Dispatch
import Foundation

/// What systemd is told (sd_notify(3)); without `NOTIFY_SOCKET` nothing happens.
enum Notify {
    static func ready(_ status: String) { send("READY=1\nSTATUS=\(line(status))") }
    static func status(_ status: String) { send("STATUS=\(line(status))") }
    static func stopping() { send("STOPPING=1") }
    static func alive() { send("WATCHDOG=1") }

    /// systemd 252 knows no `Type=notify-reload`, newer ones do: both understand this.
    static func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let microseconds = UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
        send("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    /// How often systemd wants a sign of life; `nil` where it wants none.
    static var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return .microseconds(Int64(clamping: microseconds))
    }

    private static func line(_ text: String) -> String { text.replacingOccurrences(of: "\n", with: " ") }

    /// In their order, and beside everything else: sd_notify(3) waits for as long as nobody reads the socket.
    private static func send(_ state: String) { queue.async { sd_notify(0, state) } }
    private static let queue = DispatchQueue(label: "replyd.notify")
}
