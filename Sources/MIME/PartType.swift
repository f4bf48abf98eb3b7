import CGMime

/// The content type of a part, in lower case.
struct PartType {
    var media = "text"
    var subtype = "plain"

    var name: String { media + "/" + subtype }

    /// Whether nothing readable was declared, so that the default of RFC 2045, section 5.2, holds.
    init(_ object: UnsafeMutablePointer<GMimeObject>) {
        guard let type = g_mime_object_get_content_type(object) else { return }
        let media = g_mime_content_type_get_media_type(type).map { String(cString: $0).lowercased() } ?? ""
        let subtype = g_mime_content_type_get_media_subtype(type).map { String(cString: $0).lowercased() } ?? ""
        guard !media.isEmpty, !subtype.isEmpty else { return }
        // GMime makes application/octet-stream of what it cannot read.
        if media == "application", subtype == "octet-stream", !PartType.declares("octet-stream", object) { return }
        self.media = media
        self.subtype = subtype
    }

    private static func declares(_ word: String, _ object: UnsafeMutablePointer<GMimeObject>) -> Bool {
        guard let value = g_mime_object_get_header(object, "Content-Type") else { return false }
        return String(cString: value).lowercased().contains(word)
    }
}

/// The file name of a part.
enum PartName {
    /// From Content-Disposition, else from Content-Type; nil where neither has one.
    static func of(_ object: UnsafeMutablePointer<GMimeObject>) -> String? {
        let name =
            g_mime_object_get_content_disposition_parameter(object, "filename")
            ?? g_mime_object_get_content_type_parameter(object, "name")
        guard let name else { return nil }
        let clean = clean(String(cString: name))
        return clean.isEmpty ? nil : clean
    }

    /// Without folders and control characters, at most 255 bytes.
    static func clean(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        var clean = ""
        for scalar in last.unicodeScalars where scalar.value >= 32 && scalar.value != 127 {
            guard clean.utf8.count < 252 else { break }
            clean.unicodeScalars.append(scalar)
        }
        while clean.first == " " { clean.removeFirst() }
        while clean.last == " " { clean.removeLast() }
        return clean
    }
}
