import CGMime
import Foundation

/// Writes an `OutgoingMail` that has been checked, with GMime.
struct MailComposer {
    let mail: OutgoingMail

    func compose() -> [UInt8] {
        let message = g_mime_message_new(1)
        defer { replyd_unref(message) }
        writeHeader(message)
        let body = body()
        defer { replyd_unref(body) }
        g_mime_message_set_mime_part(message, body)
        return bytes(of: UnsafeMutableRawPointer(message)?.assumingMemoryBound(to: GMimeObject.self))
    }

    // MARK: - Header

    private func writeHeader(_ message: UnsafeMutablePointer<GMimeMessage>?) {
        add(mail.from, as: GMIME_ADDRESS_TYPE_FROM, to: message)
        for mailbox in mail.to { add(mailbox, as: GMIME_ADDRESS_TYPE_TO, to: message) }
        g_mime_message_set_subject(message, Self.plain(mail.subject), "utf-8")
        let time = g_date_time_new_from_unix_utc(Int(mail.date.timeIntervalSince1970.rounded(.down)))
        defer { if let time { g_date_time_unref(time) } }
        g_mime_message_set_date(message, time)
        g_mime_message_set_message_id(message, mail.messageID)
        let object = UnsafeMutableRawPointer(message)?.assumingMemoryBound(to: GMimeObject.self)
        if let id = mail.inReplyTo { setIdentifiers([id], in: "In-Reply-To", of: object) }
        let references = Self.shortened(mail.references)
        if !references.isEmpty { setIdentifiers(references, in: "References", of: object) }
        for header in mail.headers {
            g_mime_object_append_header(object, header.name, Self.plain(header.value), "utf-8")
        }
    }

    /// Writes identifiers exactly as they are, however odd: GMime would shorten those that break the grammar, and the
    /// other side would not know them again.
    private func setIdentifiers(_ ids: [String], in field: String, of object: UnsafeMutablePointer<GMimeObject>?) {
        g_mime_object_set_header(object, field, "x", nil)
        guard let list = g_mime_object_get_header_list(object), let header = g_mime_header_list_get_header(list, field)
        else { return }
        // One to a line keeps lines short.
        g_mime_header_set_raw_value(header, " " + ids.map { "<\($0)>" }.joined(separator: "\n ") + "\n")
    }

    private func add(
        _ mailbox: Mailbox, as kind: GMimeAddressType, to message: UnsafeMutablePointer<GMimeMessage>?
    ) {
        g_mime_message_add_mailbox(
            message, kind, mailbox.name.isEmpty ? nil : Self.plain(mailbox.name), mailbox.address)
    }

    /// A value in which nothing looks like an encoded word, so that no reader decodes what nobody encoded.
    private static func plain(_ value: String) -> String {
        ByteSearch.contains(value, "=?") ? value.replacingOccurrences(of: "=?", with: "= ?") : value
    }

    /// The first identifier and as many of the last as fit into one line's 998 octets, since not every receiver
    /// unfolds as it should (RFC 5322, section 2.1.1; RFC 5537, section 3.4.4, on what to leave out).
    static func shortened(_ references: [String]) -> [String] {
        let room = 998 - "References: ".utf8.count
        guard let first = references.first else { return [] }
        var used = first.utf8.count + 3
        var last: [String] = []
        for id in references.dropFirst().reversed() {
            used += id.utf8.count + 3
            if used > room, !last.isEmpty { break }
            last.append(id)
        }
        let kept = [first] + last.reversed()
        let size = kept.reduce(0) { $0 + $1.utf8.count + 3 }
        return size > room ? Array(kept.suffix(1)) : kept
    }

    // MARK: - Body

    private func body() -> UnsafeMutablePointer<GMimeObject>? {
        var body = textPart("plain", mail.text)
        if let html = mail.html {
            body = multipart("alternative", [body, textPart("html", html)])
        }
        if !mail.attachments.isEmpty {
            body = multipart("mixed", [body] + mail.attachments.map(filePart))
        }
        return body
    }

    /// A multipart of parts, which it takes over.
    private func multipart(
        _ subtype: String, _ parts: [UnsafeMutablePointer<GMimeObject>?]
    ) -> UnsafeMutablePointer<GMimeObject>? {
        let multipart = g_mime_multipart_new_with_subtype(subtype)
        for part in parts {
            g_mime_multipart_add(multipart, part)
            replyd_unref(part)
        }
        return UnsafeMutableRawPointer(multipart)?.assumingMemoryBound(to: GMimeObject.self)
    }

    private func textPart(_ subtype: String, _ text: String) -> UnsafeMutablePointer<GMimeObject>? {
        var text = LineEnds.normalised(text)
        if text.last != "\n" { text += "\n" }
        let part = g_mime_part_new_with_type("text", subtype)
        let object = UnsafeMutableRawPointer(part)?.assumingMemoryBound(to: GMimeObject.self)
        g_mime_object_set_content_type_parameter(object, "charset", "utf-8")
        let encoding = Self.isPlain(text) ? GMIME_CONTENT_ENCODING_7BIT : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
        setContent(of: part, Array(text.utf8), encoding)
        return object
    }

    /// Whether a text can go as it is: ASCII, short lines, and no line that mail programs are known to change.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 127 && ($0 >= 32 || $0 == 10 || $0 == 9) }
            && text.utf8.split(separator: 10).allSatisfy {
                $0.count <= 78 && !$0.starts(with: "From ".utf8) && $0.last != 32 && !$0.elementsEqual(".".utf8)
            }
    }

    private func filePart(_ file: OutgoingMail.File) -> UnsafeMutablePointer<GMimeObject>? {
        let words = file.type.split(separator: "/").map(String.init)
        let part = g_mime_part_new_with_type(words[0], words[1])
        let object = UnsafeMutableRawPointer(part)?.assumingMemoryBound(to: GMimeObject.self)
        g_mime_object_set_disposition(object, "attachment")
        g_mime_part_set_filename(part, file.name)
        setContent(of: part, file.bytes, GMIME_CONTENT_ENCODING_BASE64)
        return object
    }

    private func setContent(
        of part: UnsafeMutablePointer<GMimePart>?, _ bytes: [UInt8], _ encoding: GMimeContentEncoding
    ) {
        let stream = bytes.withUnsafeBytes {
            g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        defer { replyd_unref(stream) }
        let content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT)
        defer { replyd_unref(content) }
        g_mime_part_set_content(part, content)
        g_mime_part_set_content_encoding(part, encoding)
    }

    // MARK: - Bytes

    private func bytes(of object: UnsafeMutablePointer<GMimeObject>?) -> [UInt8] {
        let format = g_mime_format_options_new()
        defer { g_mime_format_options_free(format) }
        g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS)
        guard let buffer = g_byte_array_new() else { return [] }
        let stream = g_mime_stream_mem_new_with_byte_array(buffer)
        defer { replyd_unref(stream) }
        g_mime_object_write_to_stream(object, format, stream)
        return Array(UnsafeBufferPointer(start: buffer.pointee.data, count: Int(buffer.pointee.len)))
    }
}
