import CCurl
import Foundation

/// The orders on their way to the network thread, and the means to wake it.
final class NetworkQueue: @unchecked Sendable {
    // Unchecked Sendable: every property is only touched under `lock`. The multi handle itself is used by the network
    // thread alone, but for `curl_multi_wakeup`, which libcurl allows from any thread and which is called under
    // `lock` and only until `ended()`, so never on a freed handle.
    private let lock = NSLock()
    private var orders: [NetworkOrder] = []
    private var multi: UnsafeMutableRawPointer?
    private var lastNumber: UInt64 = 0

    init(multi: UnsafeMutableRawPointer?) {
        self.multi = multi
        guard let multi else { return }
        // libcurl's cache of connections must never be full, or it would close one that is in use.
        _ = replyd_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 1 << 20)
    }

    /// A number that no other order or connection of this thread has.
    func number() -> UInt64 {
        lock.withLock {
            lastNumber += 1
            return lastNumber
        }
    }

    /// Adds an order; one for a thread that has ended is refused at once.
    func submit(_ order: NetworkOrder) {
        let ended = lock.withLock {
            guard let multi else { return true }
            orders.append(order)
            if orders.count == 1 { curl_multi_wakeup(multi) }
            return false
        }
        if ended { order.refuse() }
    }

    /// All orders since the last call.
    func take() -> [NetworkOrder] {
        lock.withLock {
            defer { orders.removeAll() }
            return orders
        }
    }

    /// The multi handle, for the network thread.
    func handle() -> UnsafeMutableRawPointer? { lock.withLock { multi } }

    /// The thread is at its end: nothing wakes the handle any more, and what was ordered is refused.
    func ended() {
        let left = lock.withLock {
            multi = nil
            defer { orders.removeAll() }
            return orders
        }
        left.forEach { $0.refuse() }
    }
}
