import Foundation
import Testing

@testable import Templates

@Suite("Errors in templates are told with file, line and remedy")
struct TemplateLibraryTests {
    /// The one error of a body whose first line is line 4 of its file.
    private func error(_ body: String) -> TemplateErrors.Error? { error(in: "---\nsubject: s\n---\n\(body)") }

    private func error(in text: String) -> TemplateErrors.Error? {
        do throws(TemplateErrors) {
            _ = try files(["inquiry": text])
            return nil
        } catch {
            #expect(error.errors.count == 1)
            return error.errors.first
        }
    }

    @Test("an unknown variable, with the nearest name and the line")
    func unknown() {
        let error = error("Hello,\nyour {{ordre_id}}.")
        #expect(error?.line == 5)
        #expect(error?.problem == "unknown variable {{ordre_id}}")
        #expect(error?.remedy == "did you mean {{order_id}}?")
    }

    @Test("a name in two words is no name", arguments: ["{{order_ id}}", "{{order id}}", "{{uppercased(order_id)}}"])
    func twoWords(tag: String) { #expect(error(tag)?.problem.hasPrefix("unknown variable") == true) }

    @Test("spaces around a name do no harm")
    func spaces() throws {
        #expect(try library("{{ order_id }}").render("inquiry", language: "en", values: [.orderID: "1"]) == "1\n")
    }

    @Test("sections that are not closed, or not opened", arguments: ["#", "^"])
    func sections(mark: String) {
        #expect(error("a\n{{\(mark)order_id}} b")?.problem == "the section {{\(mark)order_id}} is not closed")
        #expect(error("a\n{{\(mark)order_id}} b")?.line == 5)
        #expect(error("a {{/order_id}}")?.problem == "{{/order_id}} closes no section")
        #expect(error("a {{order_id")?.problem == "a tag that begins with {{ does not end")
    }

    @Test(
        "partials, delimiters and unescaped tags are refused",
        arguments: ["{{> footer}}", "{{=<% %>=}}", "{{{order_id}}}", "{{& order_id}}", "{{< base}}{{/base}}", "{{$a}}"])
    func refused(tag: String) {
        #expect(throws: TemplateErrors.self) { try library(tag) }
    }

    @Test("front matter that is missing, has no subject, or an unknown key")
    func frontMatter() {
        #expect(error(in: "Hello")?.problem == "has no front matter")
        #expect(error(in: "---\nnotes: n\n---\nHello")?.problem == "the front matter has no subject")
        #expect(error(in: "---\nsubject: s\nsubjet: s\n---\nHello")?.problem.hasPrefix("unknown key “subjet”") == true)
        #expect(error(in: "---\nsubject: s\nhello\n---\nHello")?.line == 3)
    }

    @Test("variables of the subject are read too")
    func subject() {
        let error = error(in: "---\nnotes: n\nsubject: About {{order}}\n---\nHello")
        #expect(error?.problem == "unknown variable {{order}}")
        #expect(error?.line == 3)
    }

    @Test("a file that is too large, or not UTF-8")
    func unreadable() {
        #expect(
            error(String(repeating: "x", count: TemplateText.largest + 1))?.problem
                == "is larger than 65536 bytes")
        let all = kinds.map { (name: "en/\($0)", path: $0) }
        #expect(throws: TemplateErrors.self) { try TemplateLibrary(files: all) { _ in nil } }
    }

    @Test("a language without one of the four files, and a file that no reply uses")
    func names() {
        do throws(TemplateErrors) {
            _ = try files(["greeting": "---\nsubject: s\n---\nHello"])
            Issue.record("en/greeting was accepted")
        } catch {
            #expect(error.errors.map(\.problem) == ["no reply uses this file"])
        }
        do throws(TemplateErrors) {
            _ = try TemplateLibrary(files: [("de/claim", "a"), ("de/return", "b"), ("de/problem", "c")]) { _ in
                "---\nsubject: s\n---\nGuten Tag"
            }
            Issue.record("a missing file was accepted")
        } catch {
            #expect(error.errors.map(\.file) == ["de/inquiry.mustache"])
        }
    }

    @Test("all errors are told at once")
    func together() {
        do throws(TemplateErrors) {
            _ = try files(["claim": "no front", "return": "---\nsubject: s\n---\n{{nmae}} {{shop}}"])
            Issue.record("broken files were accepted")
        } catch {
            #expect(error.errors.count == 3)
            #expect(error.description.split(separator: "\n").count == 3)
        }
    }

    @Test("no folder with templates")
    func nowhere() {
        #expect(throws: TemplateErrors.self) { try TemplateLibrary.load(["/nowhere"]) }
    }

    @Test("the seller's folder wins, file by file")
    func folders() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "templates-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "en"), withIntermediateDirectories: true)
        let text = "---\nsubject: s\n---\nOur own words.\n"
        try text.write(to: folder.appending(path: "en/claim.mustache"), atomically: true, encoding: .utf8)
        let library = try TemplateLibrary.load([folder.path, shipped])
        #expect(try library.render("claim", language: "en", values: [:]) == "Our own words.\n")
        #expect(library.has("inquiry", language: "en"))
    }

    @Test("a file with CRLF and a byte order mark is read like any other")
    func crlf() throws {
        let library = try files([
            "inquiry": "\u{FEFF}---\r\nsubject: s {{order_id}}\r\n---\r\nHello,\r\n\r\n{{order_id}}.\r\n"
        ])
        #expect(try library.render("inquiry", language: "en", values: [.orderID: "7"]) == "Hello,\n\n7.\n")
        #expect(try library.subject("inquiry", language: "en", values: [.orderID: "7"]) == "s 7")
    }
}

@Suite("Values that a template needs")
struct NeededValuesTests {
    @Test("without one that stands outside its own section there is no text")
    func needed() throws {
        let library = try library("{{order_id}} {{answer_by}} {{#buyer_name}}{{buyer_name}}{{/buyer_name}}")
        #expect(throws: RenderError.missing(["answer_by", "order_id"])) {
            try library.render("inquiry", language: "en", values: [:])
        }
        #expect(try library.render("inquiry", language: "en", values: [.orderID: "1", .answerBy: "2"]) == "1 2 \n")
    }

    @Test("its absence guards nothing: {{^x}}{{x}}{{/x}} needs x")
    func inverted() throws {
        let library = try library("{{^order_id}}about {{order_id}}{{/order_id}}")
        #expect(throws: RenderError.missing(["order_id"])) {
            try library.render("inquiry", language: "en", values: [:])
        }
    }

    @Test("the subject needs its own")
    func subject() throws {
        let library = try library("Hello", subject: "About {{order_id}}")
        #expect(try library.render("inquiry", language: "en", values: [:]) == "Hello\n")
        #expect(throws: RenderError.missing(["order_id"])) {
            try library.subject("inquiry", language: "en", values: [:])
        }
    }

    @Test("a language that has no templates")
    func language() throws {
        #expect(throws: RenderError.noTemplate(name: "inquiry", language: "nl")) {
            try library("Hello").render("inquiry", language: "nl", values: [:])
        }
    }
}
