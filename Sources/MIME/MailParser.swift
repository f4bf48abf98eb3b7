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
        if let cut = preflight.cut {
            var kept = Array(bytes[preflight.start..<cut.headerEnd])
            kept.append(contentsOf: bytes[cut.body...])
            var mail = kept.withUnsafeBytes { read($0, boundaryLines: preflight.boundaryLines) }
            mail.note(
                "header of more than \(limits.headerBytes) bytes or \(limits.headerFields) fields: the rest of it was not read"
            )
            return mail
        }
        if !preflight.repeatedFields.isEmpty {
            // Under another name GMime passes over them.
            var renamed = Array(bytes[preflight.start...])
            for index in preflight.repeatedFields { renamed[index - preflight.start] = UInt8(ascii: "X") }
            return renamed.withUnsafeBytes { read($0, boundaryLines: preflight.boundaryLines) }
        }
        return read(UnsafeRawBufferPointer(rebasing: bytes[preflight.start...]), boundaryLines: preflight.boundaryLines)
    }

    /// Reads a mail whose header section is of bearable size.
    private func read(_ bytes: UnsafeRawBufferPointer, boundaryLines: Int) -> Mail {
        var mail = Mail()
        if bytes.isEmpty {
            mail.parts = [Mail.Part(type: mail.contentType, depth: 0)]
            return mail
        }
        // With few boundary lines no number of boundaries (GMime stops at 1024 levels) makes much work.
        let needsCounting = boundaryLines > limits.boundaryWork / 1024
        if needsCounting, boundaryLines * min(1024, Preflight.declaredBoundaries(bytes)) > limits.boundaryWork {
            readFlat(bytes, into: &mail)
            mail.note("\(boundaryLines) boundary lines for too many declared boundaries: its parts were not read")
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
                readFlat(bytes, into: &mail)
                return
            }
            defer { replyd_unref(object) }
            mail.headers = Headers(object, limit: limits.headerFields)
            PartWalk(bytes: bytes, limits: limits).walk(object, into: &mail)
        }
        mail.from = mail.headers.mailboxes("From").first ?? mail.headers.mailboxes("Sender").first
        return mail
    }

    /// Takes everything after the header as text, where the parts cannot be read.
    private func readFlat(_ bytes: UnsafeRawBufferPointer, into mail: inout Mail) {
        let text = Charset.decode(UnsafeRawBufferPointer(rebasing: bytes.prefix(limits.textBytes)), label: nil)
        let end = text.range(of: "\n\n")
        mail.headers = Headers(lines: text[..<(end?.lowerBound ?? text.endIndex)].split(separator: "\n"))
        mail.text = end.map { String(text[$0.upperBound...]) } ?? ""
        mail.plainPart = mail.text
        mail.contentType = "text/plain"
        mail.parts = [Mail.Part(type: mail.contentType, depth: 0)]
        mail.from = mail.headers.mailboxes("From").first ?? mail.headers.mailboxes("Sender").first
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
