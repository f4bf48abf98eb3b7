import CGMime

/// The one place where GMime is started and its parser's settings are kept.
enum GMimeLibrary {
    /// Settings for reading: lenient wherever GMime can be, and raw 8-bit headers read as UTF-8, else as windows-1252.
    ///
    /// Reading it starts GMime, once for the process.
    static let options: ParserOptions = {
        g_mime_init()
        // Mails within the mail stay closed: GMime would read them whole, to any depth, with all their addresses.
        for subtype in ["rfc822", "news", "global"] {
            g_mime_object_register_type("message", subtype, g_mime_part_get_type())
        }
        let pointer = g_mime_parser_options_new()
        "utf-8".withCString { utf8 in
            "windows-1252".withCString { windows in
                var charsets: [UnsafePointer<CChar>?] = [utf8, windows, nil]
                g_mime_parser_options_set_fallback_charsets(pointer, &charsets)
            }
        }
        g_mime_parser_options_set_allow_addresses_without_domain(pointer, 1)
        return ParserOptions(pointer: pointer)
    }()

    /// Unchecked: the options are written above only, before anyone else can see them, and only read afterwards.
    struct ParserOptions: @unchecked Sendable {
        let pointer: OpaquePointer?
    }

    /// The Swift string of a C string that GLib allocated, which is freed.
    static func take(_ pointer: UnsafeMutablePointer<CChar>?) -> String? {
        guard let pointer else { return nil }
        defer { g_free(pointer) }
        return String(cString: pointer)
    }
}
