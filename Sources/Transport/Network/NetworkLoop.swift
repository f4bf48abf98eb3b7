import CCurl
import Foundation

/// What the network thread runs: takes orders, lets libcurl connect, and moves bytes. Never leaves its thread.
final class NetworkLoop {
    private let multi: UnsafeMutableRawPointer
    private let queue: NetworkQueue
    /// Every connection by its number, opening or open.
    private var links: [UInt64: Link] = [:]
    /// How many of them libcurl still works on.
    private var opening = 0
    /// Where all receives read into before the bytes are copied out in their true number.
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    private var stopped = false

    /// Nil where libcurl could make no multi handle; then every order is refused.
    init?(_ queue: NetworkQueue) {
        guard let multi = queue.handle() else { return nil }
        self.multi = multi
        self.queue = queue
    }

    func run() {
        Self.blockBrokenPipeSignal()
        while !stopped {
            for order in queue.take() { obey(order) }
            if opening > 0 { connect() }
            if !stopped { wait() }
        }
        for link in links.values {
            link.fail(.lost("the network thread has ended", offered: 0))
            link.free(from: multi)
        }
        links.removeAll()
        queue.ended()
        curl_multi_cleanup(multi)
        scratch.deallocate()
    }

    /// OpenSSL writes without MSG_NOSIGNAL; blocked on this thread, a broken pipe is only an error.
    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func obey(_ order: NetworkOrder) {
        switch order {
        case .open(let number, let plan, let continuation):
            let link = Link(plan, continuation)
            guard let link, curl_multi_add_handle(multi, link.easy) == CURLM_OK else {
                let error = TransportError(.connectionLost("libcurl has no handle left"), at: plan.endpoint)
                continuation.resume(throwing: NetworkFailure.opening(error))
                return
            }
            links[number] = link
            opening += 1
        case .send(let connection, let sending, let continuation):
            guard let link = links[connection] else { return order.refuseClosed() }
            link.begin(sending, continuation)
            serve(link, connection)
        case .receive(let connection, let receiving, let continuation):
            guard let link = links[connection] else { return order.refuseClosed() }
            link.begin(receiving, continuation)
            serve(link, connection)
        case .cancel(let connection, let number):
            if let link = links[connection], link.cancel(number) { drop(connection) }
        case .interrupt(let connection):
            links[connection]?.interrupt()
        case .close(let connection):
            drop(connection)
        case .stop:
            stopped = true
        }
    }

    /// Lets libcurl go on with what is opening, and takes over what it has logged in.
    private func connect() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let (number, link) = links.first(where: { $0.value.easy == easy })
            else { continue }
            opening -= 1
            // The first receive must follow at once: until then libcurl may give the connection away.
            if link.opened(message.pointee.data.result, scratch: scratch) { continue }
            links[number] = nil
            link.free(from: multi)
        }
    }

    private func serve(_ link: Link, _ number: UInt64) {
        link.serve(scratch)
        if link.isLost { drop(number) }
    }

    private func drop(_ number: UInt64) {
        guard let link = links.removeValue(forKey: number) else { return }
        if link.isOpening { opening -= 1 }
        link.fail(.lost("closed here", offered: 0))
        link.free(from: multi)
    }

    /// Sleeps until a socket is ready, an order comes, or a deadline passes; then serves what is ready.
    private func wait() {
        let now = ContinuousClock.now
        var waiting: [(UInt64, Link)] = []
        var descriptors: [curl_waitfd] = []
        var sleep = Duration.seconds(60)
        for (number, link) in links {
            if let deadline = link.deadline { sleep = min(sleep, deadline - now) }
            let events = link.wanted
            guard events != 0 else { continue }
            waiting.append((number, link))
            descriptors.append(curl_waitfd(fd: link.socket, events: events, revents: 0))
        }
        let milliseconds = Int32(
            clamping: max(
                0,
                sleep.components.seconds * 1000
                    + sleep.components.attoseconds / 1_000_000_000_000_000 + 1))
        curl_multi_poll(multi, &descriptors, UInt32(descriptors.count), milliseconds, nil)
        for (index, (number, link)) in waiting.enumerated() where descriptors[index].revents != 0 {
            serve(link, number)
        }
        expire()
    }

    private func expire() {
        let now = ContinuousClock.now
        for (number, link) in links {
            guard let deadline = link.deadline, deadline <= now else { continue }
            if link.expire(now) { drop(number) }
        }
    }
}

extension NetworkOrder {
    /// Answers an order for a connection that is closed.
    func refuseClosed() {
        switch self {
        case .send(_, _, let continuation):
            continuation.resume(throwing: NetworkFailure.lost("already closed", offered: 0))
        case .receive(_, _, let continuation):
            continuation.resume(throwing: NetworkFailure.lost("already closed", offered: 0))
        default: refuse()
        }
    }
}
