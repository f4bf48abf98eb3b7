import CGMime
import Foundation

/// The walk over GMime's tree of parts: which are the body, which are attachments, which are a machine's report.
struct PartWalk {
    /// The bytes of the mail that the tree was read from.
    let bytes: UnsafeRawBufferPointer
    let limits: Limits

    /// One body in its forms. A mail has several where text stands before and after an attachment.
    struct Body {
        var plain: String?
        var html: String?
        var enriched: String?
    }

    /// What the parts around a part make of it.
    struct Place {
        var depth = 0
        /// Inside `multipart/alternative`: forms of one body, none of them an attachment.
        var isAlternative = false
        /// Inside `multipart/related`, after the first: what the HTML shows in place.
        var isRelated = false
        /// Inside `multipart/report`.
        var isReport = false

        func inside(alternative: Bool = false, related: Bool = false, report: Bool = false) -> Place {
            Place(
                depth: depth + 1, isAlternative: alternative, isRelated: related || isRelated && !alternative,
                isReport: report)
        }
    }

    func walk(_ object: UnsafeMutablePointer<GMimeObject>, into mail: inout Mail) {
        mail.contentType = PartType(object).name
        mail.reportType = parameter("report-type", of: object)?.lowercased()
        let bodies = walk(object, Place(), into: &mail)
        BodyChoice.take(bodies, into: &mail, limits: limits)
        mail.report?.humanText = mail.text
    }

    private func walk(
        _ object: UnsafeMutablePointer<GMimeObject>, _ place: Place, into mail: inout Mail
    ) -> [Body] {
        guard mail.parts.count < limits.parts else {
            mail.note("more than \(limits.parts) parts: the rest of them were not read")
            return []
        }
        guard place.depth <= limits.depth else {
            mail.note("parts nested deeper than \(limits.depth) levels: what lies below was not read")
            return []
        }
        let type = PartType(object)
        mail.parts.append(Mail.Part(type: type.name, depth: place.depth))
        if replyd_is_multipart(object) != 0 {
            return walkMultipart(object, type, place, into: &mail)
        }
        return PartContent(object: object, type: type, bytes: bytes, limits: limits).take(place, into: &mail)
    }

    private func walkMultipart(
        _ object: UnsafeMutablePointer<GMimeObject>, _ type: PartType, _ place: Place, into mail: inout Mail
    ) -> [Body] {
        let multipart = UnsafeMutableRawPointer(object).assumingMemoryBound(to: GMimeMultipart.self)
        let count = g_mime_multipart_get_count(multipart)
        if count == 0 {
            // Its boundary never came: the text that stands there is all there is.
            guard let prologue = g_mime_multipart_get_prologue(multipart) else { return [] }
            let text = Charset.decode(
                UnsafeRawBufferPointer(start: prologue, count: strnlen(prologue, limits.textBytes)), label: nil)
            return text.isEmpty ? [] : [Body(plain: text)]
        }
        if type.subtype == "report", mail.report == nil {
            mail.report = Report(type: parameter("report-type", of: object)?.lowercased() ?? "")
        }
        var bodies: [Body] = []
        for index in 0..<count {
            guard mail.parts.count < limits.parts || index == 0 else {
                mail.note("more than \(limits.parts) parts: the rest of them were not read")
                break
            }
            guard let child = g_mime_multipart_get_part(multipart, index) else { continue }
            let inner: Place
            switch type.subtype {
            case "alternative": inner = place.inside(alternative: true)
            case "related": inner = place.inside(alternative: place.isAlternative && index == 0, related: index > 0)
            case "report": inner = place.inside(report: true)
            default: inner = place.inside()
            }
            bodies += walk(child, inner, into: &mail)
        }
        return type.subtype == "alternative" ? merged(bodies) : bodies
    }

    /// The forms of one body as one.
    private func merged(_ bodies: [Body]) -> [Body] {
        let plain = bodies.compactMap(\.plain)
        let html = bodies.compactMap(\.html)
        guard !plain.isEmpty || !html.isEmpty else { return bodies }
        return [
            Body(
                plain: plain.isEmpty ? nil : plain.joined(separator: "\n"),
                html: html.isEmpty ? nil : html.joined(separator: "\n"))
        ]
    }

    private func parameter(_ name: String, of object: UnsafeMutablePointer<GMimeObject>) -> String? {
        g_mime_object_get_content_type_parameter(object, name).map { String(cString: $0) }
    }
}
