import Correspondence
import Foundation
import Testing

@testable import Daemon

@Suite("The log is read again")
struct LogReadingTests {
    private static let sent = Event(
        .replySent, at: Instant(milliseconds: 1_790_000_000_500), mailbox: "main", message: "q1@buyers.example",
        order: OrderID("111-2233445-6677889"), kind: .inquiry,
        [
            "receipt": .text("250 2.0.0 \"Ok\"\nqueued"), "in_time": .flag(true), "share": .fraction(0.5),
            "because": .list(["a b", "c"]), "reply": .number(7),
        ])

    @Test("a JSON line holds what the event held, field by field, in the order of the log")
    func json() throws {
        let line = LogLine(format: .json, plain: true).line(Self.sent, number: 42)
        let record = try #require(LogRecord(line: line))
        let told = LogLine(format: .json, plain: true).record(Self.sent, number: 42)
        #expect(record.fields.map(\.name).sorted() == told.fields.map(\.name).sorted())
        for field in told.fields where field.name != "share" { #expect(record[field.name] == field.text) }
        #expect(record["share"].flatMap(Double.init) == 0.5)
        #expect(record.fields.prefix(3).map(\.name) == ["time", "event", "number"])
        #expect(record["in_time"] == "true")
    }

    @Test("a line of journalctl -o json is read by its REPLYD_ fields; others are no events")
    func journal() throws {
        let fields = LogLine(format: .journal, plain: true).journalFields(Self.sent, number: 42)
        let object = Dictionary(
            uniqueKeysWithValues: fields.map { field in
                let equals = field.firstIndex(of: "=") ?? field.endIndex
                return (String(field[..<equals]), String(field[equals...].dropFirst()))
            })
        let line = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
        let record = try #require(LogRecord(line: line))
        #expect(record["receipt"] == "250 2.0.0 \"Ok\"\nqueued")
        #expect(record["event"] == "reply.sent")
        for strange in ["", "no JSON", "[]", "{\"MESSAGE\":\"another program\"}", "{\"event\":1,\"time\":2}"] {
            #expect(LogRecord(line: strange) == nil, "\(strange)")
        }
    }

    @Test("for a terminal: the reader's own time, and no value can end the line")
    func text() throws {
        let record = LogLine(format: .json, plain: true).record(Self.sent, number: 42)
        let text = record.text(try #require(TimeZone(identifier: "Europe/Berlin")))
        #expect(
            text.hasPrefix("2026-09-21 16:13:20+0200 reply.sent mailbox=main message=q1@buyers.example"), "\(text)")
        #expect(!text.contains("\n"))
        #expect(text.contains("receipt=\"250 2.0.0 \\\"Ok\\\"\\nqueued\""))
    }

    @Test(
        "a filter lets through what it names, and all of it must hold",
        arguments: [
            (["order": "111-2233445-6677889"], true), (["order": "999-2233445-6677889"], false),
            (["event": "reply"], true), (["event": "reply.sent"], true), (["event": "rep"], false),
            (["kind": "inquiry", "mailbox": "main"], true), (["kind": "inquiry", "mailbox": "other"], false),
            (["message": "<q1@buyers.example>"], true), (["buyer": "q1@buyers"], true), (["buyer": "somebody"], false),
            (["since": "2026-09-21"], true), (["since": "2026-09-22"], false), (["until": "2026-09-21"], false),
            (["since": "2026-09-21T14:13:20Z", "until": "2026-09-21T14:13:21Z"], true),
        ])
    func filter(wanted: [String: String], passes: Bool) throws {
        var filter = LogFilter()
        filter.order = wanted["order"]
        filter.event = wanted["event"]
        filter.kind = wanted["kind"]
        filter.mailbox = wanted["mailbox"]
        filter.message = wanted["message"]
        filter.buyer = wanted["buyer"]
        try filter.between(wanted["since"], wanted["until"], in: .gmt)
        #expect(filter.wants(LogLine(format: .json, plain: true).record(Self.sent, number: 42)) == passes)
    }

    @Test("a date that is none is told with what would be one")
    func wrongDate() {
        var filter = LogFilter()
        #expect(throws: CommandEnd.self) { try filter.between("yesterday", nil) }
    }
}
