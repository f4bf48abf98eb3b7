import CGMime
import Foundation

/// The Date field (RFC 5322, section 3.3), in all the forms that GMime knows.
enum MailDate {
    /// Instants outside of this are typing errors or lies.
    private static let plausible = Date(timeIntervalSince1970: 315_532_800)..<Date(timeIntervalSince1970: 7_258_118_400)

    static func parse(_ value: UnsafePointer<CChar>) -> Date? {
        _ = GMimeLibrary.options
        // A date is short; reading a megabyte of tokens for one is not worth it.
        guard strnlen(value, 512) < 512, let time = g_mime_utils_header_decode_date(value) else { return nil }
        defer { g_date_time_unref(time) }
        let date = Date(timeIntervalSince1970: TimeInterval(g_date_time_to_unix(time)))
        return plausible.contains(date) ? date : nil
    }
}
