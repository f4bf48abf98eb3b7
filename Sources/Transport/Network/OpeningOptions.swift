import CCurl
import Foundation

extension Opening {
    /// Sets a libcurl handle up to connect, protect, log in, and stop there.
    func apply(to easy: UnsafeMutableRawPointer, transcript: Transcript) {
        _ = replyd_curl_set_string(easy, CURLOPT_URL, url)
        _ = replyd_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, endpoint.scheme.rawValue)
        _ = replyd_curl_set_long(easy, CURLOPT_CONNECT_ONLY, 1)
        _ = replyd_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = replyd_curl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        _ = replyd_curl_set_long(easy, CURLOPT_BUFFERSIZE, 1024)
        // Our own deadline comes first; libcurl's are set so that its defaults do not come before it.
        let milliseconds = Int(timeout.components.seconds + 5) * 1000
        _ = replyd_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
        _ = replyd_curl_set_long(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, milliseconds / 1000)
        _ = replyd_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, transcript.errorBuffer)
        _ = replyd_curl_set_lines(easy, collectLine, Unmanaged.passUnretained(transcript).toOpaque())
        applyTLS(to: easy)
        applyCredentials(to: easy)
    }

    /// The handle's copies of the secret are not needed after the login.
    func forgetSecrets(_ easy: UnsafeMutableRawPointer) {
        _ = replyd_curl_set_string(easy, CURLOPT_PASSWORD, nil)
        _ = replyd_curl_set_string(easy, CURLOPT_XOAUTH2_BEARER, nil)
    }

    private func applyTLS(to easy: UnsafeMutableRawPointer) {
        _ = replyd_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        _ = replyd_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        _ = replyd_curl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        switch tls {
        case .required(let caFile):
            _ = replyd_curl_set_long(easy, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
            guard let caFile else { return }
            _ = replyd_curl_set_string(easy, CURLOPT_CAINFO, caFile)
            // Only that file: libcurl would go on to believe the system's folder of authorities too.
            _ = replyd_curl_set_string(easy, CURLOPT_CAPATH, nil)
        case .none:
            _ = replyd_curl_set_long(easy, CURLOPT_USE_SSL, Int(CURLUSESSL_NONE.rawValue))
        }
    }

    private func applyCredentials(to easy: UnsafeMutableRawPointer) {
        switch credentials {
        case .password(let user, let secret):
            _ = replyd_curl_set_string(easy, CURLOPT_USERNAME, user)
            _ = secret.withCString { replyd_curl_set_string(easy, CURLOPT_PASSWORD, $0) }
        case .oauth2Bearer(let user, let token):
            _ = replyd_curl_set_string(easy, CURLOPT_USERNAME, user)
            _ = token.withCString { replyd_curl_set_string(easy, CURLOPT_XOAUTH2_BEARER, $0) }
        case .none: break
        }
    }

    /// The URL; libcurl takes the EHLO name of an SMTP connection from its path.
    private var url: String {
        guard !endpoint.scheme.isIMAP, let ehloName else { return "\(endpoint)/" }
        let safe = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        return "\(endpoint)/\(ehloName.addingPercentEncoding(withAllowedCharacters: safe) ?? "localhost")"
    }
}
