import CCurl
@preconcurrency import Dispatch
import Foundation

/// A form sent over HTTPS and the answer to it: all that the token endpoints of OAuth 2 need (RFC 6749, 4 and 6).
public enum FormPost {
    public struct Answer: Sendable {
        public let status: Int
        public let body: [UInt8]

        public init(status: Int, body: [UInt8]) {
            self.status = status
            self.body = body
        }
    }

    /// There was no answer: the network, the name or TLS. Worth another try.
    public struct Failed: Error, Hashable, CustomStringConvertible {
        public let url: String
        public let words: String
        public var description: String { "\(url): \(words)" }
    }

    /// Follows no redirect, keeps no cookie, believes the system's authorities or `caFile`'s alone.
    ///
    /// - Throws: ``Failed``.
    public static func send(
        _ fields: [(name: String, value: String)], to url: String, caFile: String? = nil,
        timeout: Duration = .seconds(30)
    ) async throws -> Answer {
        let body = fields.map { "\(escape($0.name))=\(escape($0.value))" }.joined(separator: "&")
        return try await withCheckedThrowingContinuation { continuation in
            // libcurl's own call waits, which no cooperative thread may.
            DispatchQueue.global().async {
                continuation.resume(with: Result { try perform(body, url, caFile, timeout) })
            }
        }
    }

    private static func perform(_ body: String, _ url: String, _ caFile: String?, _ timeout: Duration) throws -> Answer
    {
        guard let easy = curl_easy_init() else { throw Failed(url: url, words: "no memory") }
        defer { curl_easy_cleanup(easy) }
        let collected = Collected()
        _ = replyd_curl_set_string(easy, CURLOPT_URL, url)
        _ = replyd_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, url.hasPrefix("http://") ? "http" : "https")
        _ = replyd_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = replyd_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        _ = replyd_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        _ = replyd_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        _ = replyd_curl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile { _ = replyd_curl_set_string(easy, CURLOPT_CAINFO, caFile) }
        _ = replyd_curl_set_long(easy, CURLOPT_TIMEOUT_MS, Int(timeout.components.seconds * 1000))
        _ = replyd_curl_set_string(easy, CURLOPT_COPYPOSTFIELDS, body)
        _ = replyd_curl_set_body(easy, collect, Unmanaged.passUnretained(collected).toOpaque())
        let code = curl_easy_perform(easy)
        withExtendedLifetime(collected) {}
        guard code == CURLE_OK else {
            let words = collected.isTooLong ? "the answer is too long" : String(cString: curl_easy_strerror(code))
            throw Failed(url: url, words: words)
        }
        var status = 0
        _ = replyd_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return Answer(status: status, body: collected.bytes)
    }

    /// RFC 3986's unreserved signs stay.
    public static func escape(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

/// The answer's bytes, as far as anybody wants them.
private final class Collected {
    var bytes: [UInt8] = []
    var isTooLong = false
    static let longest = 1 << 16
}

private func collect(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    let collected = Unmanaged<Collected>.fromOpaque(context).takeUnretainedValue()
    let length = size * count
    guard collected.bytes.count + length <= Collected.longest else {
        collected.isTooLong = true
        return 0
    }
    collected.bytes += UnsafeRawBufferPointer(start: bytes, count: length)
    return length
}
