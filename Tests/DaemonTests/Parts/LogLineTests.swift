import Correspondence
import Foundation
import Testing

@testable import Daemon

@Suite("A log line")
struct LogLineTests {
    private let event = Event(
        .replySent, at: Instant(milliseconds: 1_790_847_000_000), mailbox: "main", message: "q1@x",
        conversation: ConversationKey(case: "133a066e", alias: "w0455ph9mvtwg42@marketplace.amazon.it"),
        order: OrderID("111-2233445-6677889"), kind: .inquiry,
        [
            "to": .address(EmailAddress("w0455ph9mvtwg42+133a066e@marketplace.amazon.it")!),
            "buyer": .person("Dana Reyes"),
            "text": .words("my words"), "in_time": .flag(true), "reply": .number(7),
        ])

    @Test("masked, it names no buyer and still tells two apart")
    func masked() {
        let line = LogLine(format: .json, plain: false).line(event, number: 42)
        #expect(!line.contains("Dana"))
        #expect(!line.contains("my words"))
        #expect(!line.contains("w0455ph9mvtwg42"))
        #expect(line.contains("w04…"))
        #expect(line.contains("133a066e"))
        #expect(line.contains("111-2233445-6677889"))
    }

    @Test("in JSON it is one object with the number, the time and the fields")
    func json() throws {
        let line = LogLine(format: .json, plain: true).line(event, number: 42)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["event"] as? String == "reply.sent")
        #expect(object["number"] as? Int == 42)
        #expect(object["buyer"] as? String == "Dana Reyes")
        #expect(object["in_time"] as? Bool == true)
        #expect(object["time"] as? String == "2026-10-01T09:30:00.000Z")
    }

    @Test(
        "no value can begin a line or a field of its own",
        arguments: ["a\nb", "a\r\nevent=x", "a\u{2028}b", "a\"b\\", "\u{1B}[31m", "a\u{85}b"])
    func injection(value: String) throws {
        let event = Event(.mailboxLost, at: Instant(milliseconds: 0), ["reason": .text(value)])
        for format in [LogLine.Format.json, .text] {
            let line = LogLine(format: format, plain: true).line(event, number: 1)
            #expect(line.filter(\.isNewline).count == 1)
            #expect(!line.dropLast().unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        }
        let line = LogLine(format: .json, plain: true).line(event, number: 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["reason"] as? String == value)
    }

    @Test("for the journal each field stands alone, with a priority")
    func journal() {
        let fields = LogLine(format: .journal, plain: false).journalFields(
            Event(.replyFailed, at: Instant(milliseconds: 0), mailbox: "main", ["reason": .text("550 no")]), number: 3)
        #expect(fields.contains("REPLYD_EVENT=reply.failed"))
        #expect(fields.contains("REPLYD_REASON=550 no"))
        #expect(fields.contains("PRIORITY=3"))
    }
}
