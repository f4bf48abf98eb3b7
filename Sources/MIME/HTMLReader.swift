import CXML

/// Runs libxml2's HTML parser over a source and tells an `HTMLTextWriter` of elements and text.
///
/// No tree is built. The parser's work for a closing tag grows with the number of open elements, so that past a depth
/// that no writer of mail reaches it is stopped, and the rest of the source is handed back.
enum HTMLReader {
    /// Elements open at once before the source is taken for an attack.
    static let deepest: Int32 = 400

    /// Reads `html`; what is returned was not read, because the elements are nested too deep.
    static func read(_ html: String, into writer: HTMLTextWriter) -> String? {
        _ = started
        var html = html
        if HTMLGuard.hasTooManyAttributes(html) { return html }
        let session = Session(writer: writer)
        return html.withUTF8 { source -> String? in
            guard !source.isEmpty, source.count < Int(Int32.max) else { return nil }
            let rest: String? = source.withMemoryRebound(to: CChar.self) { source in
                guard let context = htmlCreateMemoryParserCtxt(source.baseAddress, Int32(source.count)) else {
                    return nil
                }
                defer { htmlFreeParserCtxt(context) }
                let options =
                    HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
                    | HTML_PARSE_NONET.rawValue | HTML_PARSE_NODEFDTD.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
                htmlCtxtUseOptions(context, Int32(options))
                replyd_html_handler(context.pointee.sax, startElement, endElement, characters)
                // The source is UTF-8 whatever it says of itself.
                context.pointee.charset = Int32(XML_CHAR_ENCODING_UTF8.rawValue)
                context.pointee.userData = Unmanaged.passUnretained(session).toOpaque()
                session.context = context
                htmlParseDocument(context)
                return session.rest
            }
            return rest
        }
    }

    /// libxml2 wants to be started once before threads use it.
    private static let started: Bool = {
        xmlInitParser()
        return true
    }()

    /// What the callbacks share.
    private final class Session {
        let writer: HTMLTextWriter
        var context: htmlParserCtxtPtr?
        var rest: String?

        init(writer: HTMLTextWriter) {
            self.writer = writer
        }

        /// Stops the parser where it stands and keeps what it has not read.
        func stopIfTooDeep() {
            guard let context, context.pointee.nameNr > HTMLReader.deepest, rest == nil,
                let input = context.pointee.input, let current = input.pointee.cur, let end = input.pointee.end
            else { return }
            rest = String(decoding: UnsafeBufferPointer(start: current, count: max(0, end - current)), as: UTF8.self)
            xmlStopParser(context)
        }
    }

    private static func session(_ pointer: UnsafeMutableRawPointer?) -> Session? {
        pointer.map { Unmanaged<Session>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let startElement: startElementSAXFunc = { data, name, attributes in
        guard let session = session(data), let name else { return }
        session.writer.start(String(cString: name), HTMLAttributes(attributes))
        session.stopIfTooDeep()
    }

    private static let endElement: endElementSAXFunc = { data, name in
        guard let session = session(data), let name else { return }
        session.writer.end(String(cString: name))
    }

    private static let characters: charactersSAXFunc = { data, characters, count in
        guard let session = session(data), let characters, count > 0 else { return }
        session.writer.characters(UnsafeBufferPointer(start: characters, count: Int(count)))
    }
}

/// The attributes of one element, read only where asked for.
struct HTMLAttributes {
    private let pairs: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    init(_ pairs: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        self.pairs = pairs
    }

    /// The value, empty for an attribute without one; nil where it is absent. libxml2 has names in lower case.
    subscript(name: StaticString) -> String? {
        guard var pair = pairs else { return nil }
        while let key = pair[0] {
            let found = name.withUTF8Buffer { name in
                var index = 0
                while index < name.count, key[index] == name[index] { index += 1 }
                return index == name.count && key[index] == 0
            }
            if found { return pair[1].map { String(cString: $0) } ?? "" }
            pair += 2
        }
        return nil
    }

    var isEmpty: Bool { pairs == nil }
}
