import CGMime
import Foundation

extension Mail {
    /// Reads a mail. Takes no copy of the bytes and keeps none of its attachments.
    public static func parse(_ bytes: UnsafeRawBufferPointer, limits: Limits = .standard) -> Mail {
        MailParser(limits: limits).parse(bytes)
    }

    /// Reads a mail.
    public static func parse(_ bytes: [UInt8], limits: Limits = .standard) -> Mail {
        bytes.withUnsafeBytes { parse($0, limits: limits) }
    }

    /// Reads a mail.
    public static func parse(_ data: Data, limits: Limits = .standard) -> Mail {
        data.withUnsafeBytes { parse($0, limits: limits) }
    }
}

/// From bytes to a `Mail`: a look ahead, GMime's parser, a walk over its parts.
struct MailParser {
    let limits: Limits

    func parse(_ bytes: UnsafeRawBufferPointer) -> Mail {
        let preflight = Preflight(bytes, limits: limits)
        if preflight.hasOnlyCR {
            let lines = bytes.map { $0 == 13 ? 10 : $0 }
            return lines.withUnsafeBytes { parse($0) }
        }
        let mail = UnsafeRawBufferPointer(rebasing: bytes[preflight.start..<(preflight.end ?? bytes.count)])
        var parsed = parse(mail, preflight)
        if preflight.end != nil {
            parsed.note("more than \(limits.boundaryLines) boundary lines: what follows them was not read")
        }
        return parsed
    }

    /// Reads the mail proper, with its header put right where that is needed.
    private func parse(_ bytes: UnsafeRawBufferPointer, _ preflight: Preflight) -> Mail {
        if let cut = preflight.cut {
            var kept = Array(bytes[..<(cut.headerEnd - preflight.start)])
            kept.append(contentsOf: bytes[(cut.body - preflight.start)...])
            var mail = kept.withUnsafeBytes(read)
            mail.note(
                "header of more than \(limits.headerBytes) bytes or \(limits.headerFields) fields: "
                    + "the rest of it was not read")
            return mail
        }
        if !preflight.repeatedFields.isEmpty {
            // Under another name GMime passes over them.
            var renamed = Array(bytes)
            for index in preflight.repeatedFields { renamed[index - preflight.start] = UInt8(ascii: "X") }
            return renamed.withUnsafeBytes(read)
        }
        return read(bytes)
    }

    /// Takes bytes in which no header can be made out for text.
    private func readAsText(_ bytes: UnsafeRawBufferPointer, into mail: inout Mail) {
        mail.text = Charset.decode(UnsafeRawBufferPointer(rebasing: bytes.prefix(limits.textBytes)), label: nil)
        mail.plainPart = mail.text
        mail.parts = [Mail.Part(type: mail.contentType, depth: 0)]
    }

    /// Reads a mail whose header section is of bearable size.
    private func read(_ bytes: UnsafeRawBufferPointer) -> Mail {
        var mail = Mail()
        if bytes.isEmpty {
            mail.parts = [Mail.Part(type: mail.contentType, depth: 0)]
            return mail
        }
        var view = GByteArray()
        withUnsafeMutablePointer(to: &view) { view in
            let options = GMimeLibrary.options.pointer
            let stream = replyd_borrowing_stream(view, bytes.baseAddress, bytes.count)
            defer { replyd_unref(stream) }
            let parser = g_mime_parser_new_with_stream(stream)
            defer { replyd_unref(parser) }
            // As a part, not as a message: GMime then leaves the address fields alone, which Headers reads if asked.
            guard let object = g_mime_parser_construct_part(parser, options) else {
                readAsText(bytes, into: &mail)
                return
            }
            defer { replyd_unref(object) }
            mail.headers = Headers(object, limit: limits.headerFields)
            PartWalk(bytes: bytes, limits: limits).walk(object, into: &mail)
        }
        mail.from = mail.headers.mailboxes("From").first ?? mail.headers.mailboxes("Sender").first
        return mail
    }
}

extension Mail {
    /// Names a limit or a fault that kept a part of the mail from being read.
    mutating func note(_ what: String) {
        guard let problem else {
            problem = what
            return
        }
        if !problem.contains(what) { self.problem = problem + "; " + what }
    }
}
