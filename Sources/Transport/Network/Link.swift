import CCurl
import Foundation

/// One connection as the network thread sees it: a libcurl handle and what waits on it. Never leaves its thread.
final class Link {
    let easy: UnsafeMutableRawPointer
    private let plan: Opening
    /// Collects what the server says until libcurl has logged in; libcurl's callback writes here.
    private let transcript: Transcript
    private var openingAnswer: CheckedContinuation<Login, any Error>?
    private let openingDeadline: ContinuousClock.Instant

    private(set) var socket: curl_socket_t = -1
    /// Bytes read with the login, before anybody asked.
    private var early: [UInt8] = []
    private var sending: (Sending, CheckedContinuation<Void, any Error>)?
    /// How much of the send the socket has taken, and how much it was offered.
    private var sent = 0
    private var offered = 0
    private var receiving: (Receiving, CheckedContinuation<Received, any Error>)?
    private var interrupted = false
    /// Set when the stream has ended; the link is then to be dropped.
    private(set) var isLost = false

    /// Nil where libcurl has no memory for a handle.
    init?(_ plan: Opening, _ answer: CheckedContinuation<Login, any Error>) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.plan = plan
        transcript = Transcript()
        openingAnswer = answer
        openingDeadline = ContinuousClock.now + plan.timeout
        plan.apply(to: easy, transcript: transcript)
    }

    /// Whether libcurl still works on it.
    private(set) var isOpening = true

    /// Which events of the socket would let somebody go on.
    var wanted: Int16 {
        guard !isOpening else { return 0 }
        return Int16((receiving == nil ? 0 : CURL_WAIT_POLLIN) | (sending == nil ? 0 : CURL_WAIT_POLLOUT))
    }

    /// The next moment at which somebody has waited long enough.
    var deadline: ContinuousClock.Instant? {
        if isOpening { return openingDeadline }
        return [sending?.0.deadline, receiving?.0.deadline].compactMap { $0 }.min()
    }

    /// libcurl is done. False where the connection failed (its opener has been told).
    func opened(_ result: CURLcode, scratch: UnsafeMutableRawBufferPointer) -> Bool {
        isOpening = false
        guard let answer = openingAnswer else { return false }
        openingAnswer = nil
        guard result == CURLE_OK else {
            answer.resume(throwing: NetworkFailure.opening(transcript.failure(result, plan, easy)))
            return false
        }
        replyd_curl_get_socket(easy, &socket)
        var count = 0
        let first = curl_easy_recv(easy, scratch.baseAddress, scratch.count, &count)
        early = Array(scratch[..<count])
        guard first == CURLE_AGAIN || (first == CURLE_OK && count > 0) else {
            let error = TransportError(
                .connectionLost("ended right after the login"), at: plan.endpoint,
                serverWords: transcript.words(plan.credentials))
            answer.resume(throwing: NetworkFailure.opening(error))
            return false
        }
        plan.forgetSecrets(easy)
        answer.resume(returning: Login(lines: transcript.lines))
        return true
    }

    func begin(_ sending: Sending, _ answer: CheckedContinuation<Void, any Error>) {
        guard self.sending == nil else {
            return answer.resume(throwing: NetworkFailure.lost("two sends at once", offered: 0))
        }
        self.sending = (sending, answer)
        sent = 0
        offered = 0
    }

    func begin(_ receiving: Receiving, _ answer: CheckedContinuation<Received, any Error>) {
        guard self.receiving == nil else {
            return answer.resume(throwing: NetworkFailure.lost("two receives at once", offered: 0))
        }
        self.receiving = (receiving, answer)
        if interrupted { interrupt() }
    }

    /// Moves what can be moved without waiting.
    func serve(_ scratch: UnsafeMutableRawBufferPointer) {
        guard !isOpening else { return }
        if sending != nil { serveSend() }
        if receiving != nil, !isLost { serveReceive(scratch) }
    }

    private func serveSend() {
        guard let (order, answer) = sending else { return }
        while sent < order.bytes.count {
            let end = sent < order.decisive ? order.decisive : order.bytes.count
            offered = max(offered, end)
            var count = 0
            let result = order.bytes.withUnsafeBytes { bytes in
                curl_easy_send(easy, bytes.baseAddress.map { $0 + sent }, end - sent, &count)
            }
            sent += count
            if result == CURLE_AGAIN { return }
            guard result == CURLE_OK else {
                sending = nil
                isLost = true
                answer.resume(throwing: NetworkFailure.lost(text(result), offered: offered))
                return
            }
        }
        sending = nil
        answer.resume()
    }

    private func serveReceive(_ scratch: UnsafeMutableRawBufferPointer) {
        guard let (_, answer) = receiving else { return }
        var total = early.count
        if total > 0 {
            scratch.copyBytes(from: early)
            early = []
        }
        // Until CURLE_AGAIN: TLS holds decrypted bytes that no poll reports.
        var end: CURLcode = CURLE_OK
        var closed = false
        while total < scratch.count {
            var count = 0
            end = curl_easy_recv(easy, scratch.baseAddress.map { $0 + total }, scratch.count - total, &count)
            total += count
            if end != CURLE_OK { break }
            if count == 0 {
                closed = true
                break
            }
        }
        if total > 0 {
            receiving = nil
            answer.resume(returning: .bytes(Array(scratch[..<total])))
        } else if closed || end != CURLE_AGAIN {
            receiving = nil
            isLost = true
            let why = closed ? "the server closed it" : text(end)
            answer.resume(throwing: NetworkFailure.lost(why, offered: 0))
        }
    }

    /// Takes the order of that number back. True where the connection is unusable after that.
    func cancel(_ number: UInt64) -> Bool {
        if let answer = openingAnswer {
            openingAnswer = nil
            answer.resume(throwing: NetworkFailure.cancelled(offered: 0))
            return true
        }
        if let (order, answer) = sending, order.number == number {
            sending = nil
            answer.resume(throwing: NetworkFailure.cancelled(offered: offered))
            return true
        }
        if let (order, answer) = receiving, order.number == number {
            receiving = nil
            answer.resume(throwing: NetworkFailure.cancelled(offered: 0))
        }
        return false
    }

    func interrupt() {
        guard let (order, answer) = receiving, order.interruptible else { return interrupted = true }
        interrupted = false
        receiving = nil
        answer.resume(returning: .interrupted)
    }

    /// Answers whoever has waited long enough. True where the connection is unusable after that.
    func expire(_ now: ContinuousClock.Instant) -> Bool {
        if let answer = openingAnswer {
            openingAnswer = nil
            answer.resume(throwing: NetworkFailure.opening(transcript.timeout(plan, easy)))
            return true
        }
        if let (order, answer) = receiving, order.deadline <= now {
            receiving = nil
            answer.resume(returning: .timedOut)
        }
        if let (order, answer) = sending, order.deadline <= now {
            sending = nil
            answer.resume(throwing: NetworkFailure.sendTimedOut(offered: offered))
            return true
        }
        return false
    }

    /// Answers everybody who waits.
    func fail(_ failure: NetworkFailure) {
        if let answer = openingAnswer {
            guard case .lost(let why, _) = failure else { return }
            answer.resume(throwing: NetworkFailure.opening(TransportError(.connectionLost(why), at: plan.endpoint)))
        }
        if let (_, answer) = sending {
            if case .lost(let why, _) = failure {
                answer.resume(throwing: NetworkFailure.lost(why, offered: offered))
            }
        }
        receiving?.1.resume(throwing: failure)
        openingAnswer = nil
        sending = nil
        receiving = nil
    }

    /// Closes the connection and gives all back to libcurl.
    func free(from multi: UnsafeMutableRawPointer) {
        curl_multi_remove_handle(multi, easy)
        curl_easy_cleanup(easy)
    }

    private func text(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}
