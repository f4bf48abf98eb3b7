import Foundation
import Testing

@testable import Orders

/// A report in some disorder, and what becomes of it: `taken/rejected`, where the first rejected row is wrong.
struct Damage: CustomTestStringConvertible, Sendable {
    var what: String
    var bytes: [UInt8]
    var becomes: String
    var testDescription: String { what }

    init(_ what: String, _ text: String, _ becomes: String) {
        self.init(what, Array(text.utf8), becomes)
    }

    init(_ what: String, _ bytes: [UInt8], _ becomes: String) {
        self.what = what
        self.bytes = bytes
        self.becomes = becomes
    }

    static func encoded(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
        Array(text.data(using: encoding) ?? Data())
    }

    static let head = "order-id\torder-item-id\tpromise-date\tquantity-to-ship\tquantity-purchased\tproduct-name\n"
    static func row(_ n: Int, date: String = "2026-10-05T20:00:00Z", quantity: String = "1", title: String = "Lamp")
        -> String
    { "302-1234567-000000\(n)\t\(n)\t\(date)\t1\t\(quantity)\t\(title)\n" }
    static let good = head + row(1) + row(2)
    static let comma = good.replacingOccurrences(of: "\t", with: ",")
    static let quoted =
        good.split(separator: "\n").map { line in
            line.split(separator: "\t").map { "\"\($0)\"" }.joined(separator: ",")
        }.joined(separator: "\n") + "\n"
    static let japanese = head + row(1, title: "日本語の照明ランプ") + row(2)
    static let western = head + row(1, title: "Müller’s Stehlampe é à ü") + row(2)

    static let table: [Damage] = [
        Damage("nothing wrong", good, "2/0"),
        Damage("UTF-8 with BOM", "\u{FEFF}" + good, "2/0"),
        Damage("UTF-16LE with BOM", [0xFF, 0xFE] + encoded(good, .utf16LittleEndian), "2/0"),
        Damage("UTF-16BE with BOM", [0xFE, 0xFF] + encoded(good, .utf16BigEndian), "2/0"),
        Damage("UTF-16LE without BOM", encoded(good, .utf16LittleEndian), "2/0"),
        Damage("UTF-16BE without BOM", encoded(good, .utf16BigEndian), "2/0"),
        Damage("UTF-16 cut in a character", encoded(good, .utf16LittleEndian).dropLast(1), "2/0"),
        Damage("Japanese in UTF-8", japanese, "2/0"),
        Damage("Japanese in UTF-16", encoded(japanese, .utf16LittleEndian), "2/0"),
        Damage("Shift-JIS", encoded(japanese, .shiftJIS), "2/0"),
        Damage("Windows-1252", encoded(western, .windowsCP1252), "2/0"),
        Damage(
            "UTF-8 with a broken byte", Array((head + row(1)).utf8) + [0xFF] + Array(row(2).utf8), "1/1 line 3 order"),
        Damage("CRLF", good.replacingOccurrences(of: "\n", with: "\r\n"), "2/0"),
        Damage("no newline at the end", String(good.dropLast()), "2/0"),
        Damage("commas", comma, "2/0"),
        Damage("semicolons", comma.replacingOccurrences(of: ",", with: ";"), "2/0"),
        Damage("quoted commas", quoted, "2/0"),
        Damage("quoted tabs", quoted.replacingOccurrences(of: "\",\"", with: "\"\t\""), "2/0"),
        Damage("quoted with CRLF", quoted.replacingOccurrences(of: "\n", with: "\r\n"), "2/0"),
        Damage("quoted with BOM", "\u{FEFF}" + quoted, "2/0"),
        Damage("a comma in quotes", quoted.replacingOccurrences(of: "Lamp", with: "Lamp, red"), "2/0"),
        Damage("a newline in quotes", quoted.replacingOccurrences(of: "Lamp", with: "Lamp\nred"), "2/0"),
        Damage("doubled quotes", quoted.replacingOccurrences(of: "Lamp", with: "5\"\" pipe"), "2/0"),
        Damage("a quote that never closes", comma + "302-1234567-0000003,3,\"2026-10-05,1,1,x\n", "2/1 line 4"),
        Damage(
            "an open quote, then good rows", comma.dropLast(5) + "\"Lamp\n302-1234567-0000003,3,2026-10-05,1,1,x\n",
            "2/1 line 3"),
        Damage("an inch sign in a tab report", head + row(1, title: "5\" pipe") + row(2), "2/0"),
        Damage("a title that begins with a quote", head + row(1, title: "\"Best\" lamp") + row(2), "2/0"),
        Damage(
            "columns added",
            good.replacingOccurrences(of: "order-id\torder", with: "is-new\torder-id\torder")
                .replacingOccurrences(of: "302-", with: "x\t302-"), "2/0"),
        Damage(
            "columns moved", "promise-date\tquantity-to-ship\torder-id\n2026-10-05\t1\t302-1234567-0000001\n", "1/0"),
        Damage(
            "optional columns missing",
            "order-id\tpromise-date\tquantity-to-ship\n302-1234567-0000001\t2026-10-05\t1\n",
            "1/0"),
        Damage("a needed column missing", "order-id\tquantity-to-ship\n302-1234567-0000001\t1\n", "no report"),
        Damage("no header", row(1) + row(2), "no report"),
        Damage("an empty file", "", "no report"),
        Damage("a BOM alone", "\u{FEFF}", "no report"),
        Damage("a header alone", head, "0/0"),
        Damage("a header twice", good + head + row(3), "3/1 line 4 order"),
        Damage("header in capitals", head.uppercased() + row(1), "1/0"),
        Damage("header with spaces", head.replacingOccurrences(of: "-", with: " ") + row(1), "1/0"),
        Damage("header with underscores", head.replacingOccurrences(of: "-", with: "_") + row(1), "1/0"),
        Damage("header with blanks around", head.replacingOccurrences(of: "\t", with: " \t ") + row(1), "1/0"),
        Damage("empty lines between", head + "\n" + row(1) + "\n\n" + row(2) + "\n", "2/0"),
        Damage("lines of tabs alone", head + row(1) + "\t\t\t\t\t\n" + row(2), "2/0"),
        Damage("a short row", head + "302-1234567-0000001\t1\n" + row(2), "2/0"),
        Damage("a long row", head + "302-1234567-0000001\t1\t2026-10-05\t1\t1\tLamp\tand\tmore\n" + row(2), "2/0"),
        Damage("a continuation row", head + row(1) + "\t7\t\t1\t1\tShade\n" + row(2), "3/0"),
        Damage("a continuation row first", head + "\t7\t\t1\t1\tShade\n" + row(2), "1/1 line 2 order"),
        Damage(
            "a continuation after a bad number", head + "302-12\t7\t\t1\t1\tx\n\t8\t\t1\t1\ty\n", "0/2 line 2 order"),
        Damage("a bad order number", head + "302-12\t7\t\t1\t1\tx\n" + row(2), "1/1 line 2 order"),
        Damage(
            "an order number in scientific notation", head + "3.02E+16\t7\t\t1\t1\tx\n" + row(2), "1/1 line 2 order"),
        Damage("a bad date", head + row(1, date: "soon") + row(2), "1/1 line 2 promise-date"),
        Damage("a date that the calendar lacks", head + row(1) + row(2, date: "2026-02-30"), "1/1 line 3 promise-date"),
        Damage("a spreadsheet's date", head + row(1, date: "10/05/2026") + row(2), "1/1 line 2 promise-date"),
        Damage("a date without an hour", head + row(1, date: "2026-10-05") + row(2), "2/0"),
        Damage("no date", head + row(1, date: "") + row(2), "2/0"),
        Damage("a quantity in words", head + row(1, quantity: "two") + row(2), "1/1 line 2 quantity-purchased"),
        Damage("a negative quantity", head + row(1, quantity: "-1") + row(2), "1/1 line 2 quantity-purchased"),
        Damage("zero bytes", head + row(1) + String(repeating: "\0", count: 30) + "\n" + row(2), "2/0"),
        Damage("binary", (0..<4000).map { UInt8($0 % 251) }, "no report"),
        Damage("a web page", "<!DOCTYPE html><html><body>Sign in</body></html>", "no report"),
        Damage(
            "a line of a megabyte", head + row(1) + String(repeating: "x", count: 1 << 20) + "\n" + row(2),
            "2/1 line 3"),
        Damage("the same row twice", head + row(1) + row(1), "2/0"),
        Damage("cut in the middle of a row", String(good.dropLast(30)), "2/0"),
    ]
}

@Suite("Damaged reports")
struct DamageTests {
    @Test("what becomes of each, in pieces of any size", arguments: Damage.table)
    func becomes(_ damage: Damage) throws {
        for piece in [7, 1000, 1 << 20] where piece > 7 || damage.bytes.count < 10_000 {
            do {
                #expect(try Reading(damage.bytes, piece: piece).outcome == damage.becomes)
            } catch is NotAReport {
                #expect(damage.becomes == "no report")
            }
        }
    }

    @Test("sixty of them") func count() { #expect(Damage.table.count >= 60) }

    @Test(
        "titles come out as they were written",
        arguments: [
            (String.Encoding.shiftJIS, ReportEncoding.shiftJIS, Damage.japanese, "日本語の照明ランプ"),
            (.windowsCP1252, .windows1252, Damage.western, "Müller’s Stehlampe é à ü"),
            (.utf16BigEndian, .utf16Big, Damage.japanese, "日本語の照明ランプ"),
        ])
    func titles(_ way: String.Encoding, _ found: ReportEncoding, _ text: String, _ title: String) throws {
        let reading = try Reading(Damage.encoded(text, way))
        #expect(reading.encoding == found)
        #expect(reading.rows.first?.title == title)
    }

    @Test("an open quote costs one row, not the file") func openQuote() throws {
        let reading = try Reading(Damage.comma + "302-1234567-0000003,3,\"x,1,1,x\n302-1234567-0000004,4,,1,1,x\n")
        #expect(reading.outcome == "3/1 line 4")
    }
}
