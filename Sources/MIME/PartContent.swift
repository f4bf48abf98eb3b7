import CGMime
import Foundation

/// A single part: text of the body, a machine's report, or an attachment.
struct PartContent {
    let object: UnsafeMutablePointer<GMimeObject>
    let type: PartType
    let bytes: UnsafeRawBufferPointer
    let limits: Limits

    private var part: UnsafeMutablePointer<GMimePart> {
        UnsafeMutableRawPointer(object).assumingMemoryBound(to: GMimePart.self)
    }

    /// Puts what the part is into the mail, or hands it back as a body.
    func take(_ place: PartWalk.Place, into mail: inout Mail) -> [PartWalk.Body] {
        let disposition = g_mime_object_get_disposition(object).map { String(cString: $0).lowercased() }
        if takeReport(place, into: &mail) || takeMessage(place, into: &mail) { return [] }
        if type.media == "text", type.subtype == "calendar" {
            noteCalendar(into: &mail)
            if place.isAlternative { return [] }
        } else if isBody(place, disposition) || isShownFile(place, disposition, mail) {
            return takeBody(place, into: &mail)
        } else if place.isAlternative, type.media == "text", disposition != "attachment" {
            // A further form of the same text: for watches, for AMP.
            return []
        }
        mail.attachments.append(
            Attachment(
                name: PartName.of(object) ?? standardName, type: type.name,
                size: TransferEncoding.decodedCount(content, encoding),
                isInline: disposition != "attachment" && (disposition == "inline" || place.isRelated),
                content: limits.keepsAttachments ? decoded : nil))
        return []
    }

    private var decoded: [UInt8] {
        TransferEncoding.decode(content, encoding, limit: content.count).bytes
    }

    /// A text that is shown: not declared a file, or alone in the mail.
    private func isBody(_ place: PartWalk.Place, _ disposition: String?) -> Bool {
        guard type.media == "text", disposition != "attachment" else { return false }
        if place.depth == 0 { return disposition == nil || disposition == "inline" || PartName.of(object) == nil }
        guard ["plain", "html", "enriched", "richtext"].contains(type.subtype), !place.isRelated else { return false }
        return PartName.of(object) == nil || place.isAlternative
    }

    /// A text file that is to be shown in place, in a mail that has no other text before it.
    private func isShownFile(_ place: PartWalk.Place, _ disposition: String?, _ mail: Mail) -> Bool {
        type.name == "text/plain" && disposition == "inline" && !place.isRelated
            && !mail.parts.dropLast().contains { $0.type == "text/plain" || $0.type == "text/html" }
    }

    private func takeBody(_ place: PartWalk.Place, into mail: inout Mail) -> [PartWalk.Body] {
        var text = text(into: &mail)
        if type.subtype == "html" { return [PartWalk.Body(html: text)] }
        if type.subtype == "enriched" || type.subtype == "richtext" {
            return [PartWalk.Body(enriched: EnrichedText.text(from: text))]
        }
        if parameter("format")?.lowercased() == "flowed" {
            text = FlowedText.join(text, delSp: parameter("delsp")?.lowercased() == "yes")
        }
        let (rest, files) = UUEncoded.extract(from: text)
        mail.attachments += files
        return [PartWalk.Body(plain: rest)]
    }

    /// The parts of a report that are for machines (RFC 6522, section 3).
    private func takeReport(_ place: PartWalk.Place, into mail: inout Mail) -> Bool {
        let form: String
        switch type.name {
        case "message/delivery-status", "message/global-delivery-status": form = "delivery-status"
        case "message/disposition-notification", "message/global-disposition-notification":
            form = "disposition-notification"
        case "message/feedback-report": form = "feedback-report"
        case "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
            let headers = Headers(lines: text(into: &mail).lines)
            guard place.isReport else {
                if mail.enclosed.count < Self.mostEnclosed { mail.enclosed.append(headers) }
                return false
            }
            if mail.report?.returned == nil { mail.report?.returned = headers }
            return true
        default: return false
        }
        var report = mail.report ?? Report(type: form)
        // The part says what it is better than the parameter of the whole.
        report.type = form
        report.read(text(into: &mail))
        mail.report = report
        return true
    }

    /// A mail within the mail: what a report is about, else an attachment named for its subject.
    private func takeMessage(_ place: PartWalk.Place, into mail: inout Mail) -> Bool {
        guard ["message/rfc822", "message/news", "message/global"].contains(type.name) else { return false }
        let head = TransferEncoding.decode(content, encoding, limit: limits.headerBytes).bytes
        let text = head.withUnsafeBytes { Charset.decode($0, label: nil) }
        let lines = text.lines.drop { $0.isEmpty }.prefix {
            !$0.isEmpty
        }
        let headers = Headers(lines: lines, limit: limits.headerFields)
        if mail.enclosed.count < Self.mostEnclosed { mail.enclosed.append(headers) }
        if place.isReport || mail.report?.type == "delivery-status" {
            if mail.report?.returned == nil { mail.report?.returned = headers }
            return true
        }
        let subject = headers.first("Subject") ?? ""
        mail.attachments.append(
            Attachment(
                name: PartName.of(object) ?? (subject.isEmpty ? "" : PartName.clean(subject + ".eml")), type: type.name,
                size: TransferEncoding.decodedCount(content, encoding)))
        return true
    }

    /// Headers of so many mails within the mail are kept.
    private static let mostEnclosed = 16

    private func noteCalendar(into mail: inout Mail) {
        guard mail.calendarMethod == nil else { return }
        if let method = parameter("method"), !method.isEmpty {
            mail.calendarMethod = method.lowercased()
            return
        }
        let line = text(into: &mail).lines.first { $0.uppercased().hasPrefix("METHOD:") }
        mail.calendarMethod = line.map { $0.dropFirst(7).trimmingCharacters(in: .whitespaces).lowercased() }
    }

    // MARK: - Content

    private var encoding: GMimeContentEncoding { replyd_content_encoding(part) }

    /// The part's bytes in their transfer encoding.
    private var content: UnsafeRawBufferPointer {
        var start: gint64 = 0
        var end: gint64 = 0
        guard replyd_is_part(object) != 0, replyd_content_range(part, &start, &end) != 0 else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let upper = end < 0 ? bytes.count : min(Int(end), bytes.count)
        let lower = min(max(0, Int(start)), upper)
        return UnsafeRawBufferPointer(rebasing: bytes[lower..<upper])
    }

    /// The content as text, with LF line ends, up to the limit.
    private func text(into mail: inout Mail) -> String {
        let label = parameter("charset")
        let text: String
        let isCut: Bool
        if TransferEncoding.needsDecoding(encoding) {
            let decoded = TransferEncoding.decode(content, encoding, limit: limits.textBytes)
            isCut = decoded.cut
            text = decoded.bytes.withUnsafeBytes { Charset.decode($0, label: label ?? declaredInHTML($0)) }
        } else {
            isCut = content.count > limits.textBytes
            let head = UnsafeRawBufferPointer(rebasing: content.prefix(limits.textBytes))
            text = Charset.decode(head, label: label ?? declaredInHTML(head))
        }
        if isCut { mail.note("text of more than \(limits.textBytes) bytes: the rest of it was not read") }
        return text
    }

    /// The charset that an HTML part names in its own `meta`, where its header names none.
    private func declaredInHTML(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard type.subtype == "html" else { return nil }
        let head = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
        guard let found = head.range(of: "charset=") else { return nil }
        let name = head[found.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
            .prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.".contains($0)) }
        return name.isEmpty ? nil : String(name)
    }

    private func parameter(_ name: String) -> String? {
        g_mime_object_get_content_type_parameter(object, name).map { String(cString: $0) }
    }

    /// What clients show for parts that bring no name.
    private var standardName: String {
        switch type.name {
        case "application/ms-tnef", "application/vnd.ms-tnef": "winmail.dat"
        case "application/pkcs7-signature", "application/x-pkcs7-signature": "smime.p7s"
        case "application/pkcs7-mime", "application/x-pkcs7-mime": "smime.p7m"
        case "application/pgp-signature": "signature.asc"
        case "application/pgp-encrypted": "version.txt"
        case "text/calendar": "invite.ics"
        default: ""
        }
    }
}
