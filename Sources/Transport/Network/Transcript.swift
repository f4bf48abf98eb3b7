import CCurl
import Foundation

/// What the server said while libcurl connected and logged in, and libcurl's own words on a failure.
/// libcurl has one code for every refused login; the server's lines tell why.
final class Transcript {
    /// The last lines, each cut to 512 bytes.
    private(set) var lines: [[UInt8]] = []
    /// Where libcurl writes what went wrong.
    let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init() { errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE)) }
    deinit { errorBuffer.deallocate() }

    fileprivate func add(_ line: UnsafeRawBufferPointer) {
        if lines.count == 40 { lines.removeFirst() }
        lines.append(Array(line.prefix(512)))
    }

    func words(_ credentials: Credentials) -> [String] {
        let mask = Mask(credentials)
        return lines.suffix(3).map { mask.line($0) }.filter { !$0.isEmpty }
    }

    /// What a failed opening means.
    func failure(_ code: CURLcode, _ plan: Opening, _ easy: UnsafeMutableRawPointer) -> TransportError {
        TransportError(kind(code, plan, easy), at: plan.endpoint, serverWords: words(plan.credentials))
    }

    /// What an opening that took too long was doing.
    func timeout(_ plan: Opening, _ easy: UnsafeMutableRawPointer) -> TransportError {
        var looked: curl_off_t = 0
        var connected: curl_off_t = 0
        replyd_curl_get_offset(easy, CURLINFO_NAMELOOKUP_TIME_T, &looked)
        replyd_curl_get_offset(easy, CURLINFO_CONNECT_TIME_T, &connected)
        let doing =
            switch (looked, connected, lines.isEmpty) {
            case (0, _, _): "looking up the host name"
            case (_, 0, _): "connecting"
            case (_, _, true):
                plan.endpoint.scheme.hasTLS ? "negotiating TLS or waiting for the greeting" : "waiting for the greeting"
            default: "logging in"
            }
        return TransportError(
            .timedOut(doing: doing, after: plan.timeout), at: plan.endpoint, serverWords: words(plan.credentials))
    }

    private func kind(_ code: CURLcode, _ plan: Opening, _ easy: UnsafeMutableRawPointer) -> TransportError.Kind {
        let own = Mask(plan.credentials).line(String(cString: errorBuffer).utf8)
        let detail = own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .nameResolution(detail)
        case CURLE_COULDNT_CONNECT: return .connectionRefused(detail)
        case CURLE_PEER_FAILED_VERIFICATION:
            let wrongHost = detail.contains("subject name") || detail.contains("match")
            return .tlsFailure(wrongHost ? .wrongHost : .untrusted, detail: detail)
        case CURLE_SSL_CACERT_BADFILE: return .tlsFailure(.badCAFile, detail: detail)
        case CURLE_USE_SSL_FAILED: return .tlsFailure(.notOffered, detail: detail)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR:
            return .tlsFailure(.handshake, detail: detail)
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR:
            let line = lastRefusal(plan).map { Mask(plan.credentials).line($0) } ?? detail
            return .loginRefused(serverLine: line, LoginLine.refusal(in: line, imap: plan.endpoint.scheme.isIMAP))
        case CURLE_OPERATION_TIMEDOUT: return timeout(plan, easy).kind
        case CURLE_WEIRD_SERVER_REPLY:
            let line = lines.last.map { Mask(plan.credentials).line($0, limit: 120) } ?? ""
            return .protocolViolation("an unexpected answer during the login (\(detail))", excerpt: line)
        default: return .connectionLost(detail)
        }
    }

    /// The line that refused the login: the last tagged NO or BAD, or the last SMTP code of 400 or above.
    private func lastRefusal(_ plan: Opening) -> [UInt8]? {
        lines.last { line in
            let text = String(decoding: line, as: UTF8.self).uppercased()
            if plan.endpoint.scheme.isIMAP {
                let words = text.split(separator: " ", maxSplits: 2)
                return words.count > 1
                    && ["NO", "BAD", "BYE"].contains(words[1].trimmingCharacters(in: .whitespacesAndNewlines))
            }
            return text.hasPrefix("4") || text.hasPrefix("5")
        }
    }
}

/// libcurl's callback for each line of the server.
let collectLine: replyd_curl_line_callback = { bytes, size, count, context in
    guard let bytes, let context else { return size * count }
    let transcript = Unmanaged<Transcript>.fromOpaque(context).takeUnretainedValue()
    transcript.add(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}
