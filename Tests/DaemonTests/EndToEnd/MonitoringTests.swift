import Foundation
import Testing

@Suite("A monitoring system watches the daemon")
struct MonitoringTests {
    @Test("status --check: well while it runs, critical when it does not, unknown where nothing can be read")
    func check() async throws {
        try await World.run { world in
            let nothing = try await world.replyd("status", "--check")
            #expect(nothing.code == 3)
            #expect(nothing.out.hasPrefix("REPLYD UNKNOWN - "))
            try world.configure()
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                let well = try await world.replyd("status", "--check")
                #expect(well.code == 0, "\(well)")
                #expect(well.out.hasPrefix("REPLYD OK - all is well | 'main_scheduled'=0"))
                #expect(try await world.replyd("pause").code == 0)
                let paused = try await world.replyd("status", "--check")
                #expect(paused.code == 1)
                #expect(paused.out.hasPrefix("REPLYD WARNING - sending is paused"))
            }
            let ended = try await world.replyd("status", "--check")
            #expect(ended.code == 2)
            #expect(ended.out.hasPrefix("REPLYD CRITICAL - no daemon runs"))
        }
    }

    @Test(
        "Prometheus' own reader takes the metrics in both forms, from the command and from the file",
        .enabled(if: Self.hasReader, "python3-prometheus-client is not installed"))
    func metrics() async throws {
        try await World.run { world in
            let file = world.folder.appendingPathComponent("replyd.prom")
            try world.configure(log: "metrics = \"\(file.path)\"")
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
                let printed = try await world.replyd("status", "--metrics")
                #expect(printed.code == 0)
                let read = try Self.read(printed.out)
                #expect(read["replyd_up"] == 1)
                #expect(read["replyd_mailbox_connected main"] == 1)
                #expect(read["replyd_replies main scheduled"] == 0)
                #expect(read["replyd_week_replies main"] == 1)
                #expect(try Self.read(String(contentsOf: file, encoding: .utf8))["replyd_up"] == 1)
            }
            #expect(!FileManager.default.fileExists(atPath: file.path), "figures of a daemon that ended are stale")
        }
    }

    @Test("replyd log tells the story of an order from the ledger and from the log file alike")
    func log() async throws {
        try await World.run { world in
            try world.configure()
            #expect(try await world.replyd("log").err.contains("there is no store"))
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1", order: "111-2233445-6677889"))
                try world.account.deliver(Buyer.mail("q2", order: "999-2233445-6677889"))
                try await world.event("reply.filed", count: 2)
            }
            let story = try await world.replyd("log", "--order", "111-2233445-6677889", "--event", "reply")
            let steps = story.out.split(separator: "\n").map { $0.split(separator: " ")[2] }
            #expect(steps == ["reply.scheduled", "reply.sending", "reply.sent", "reply.filed"], "\(story)")
            let same = try await world.replyd(
                "log", world.logPath, "--order", "111-2233445-6677889", "--event", "reply", "--json")
            #expect(same.out.split(separator: "\n").count == 4)
            #expect(try await world.replyd("log", "/nowhere/log").code == 1)
            #expect(try await world.replyd("log", "--since", "soon").code == 64)
        }
    }

    @Test(
        "promtool finds nothing to object to in the metrics file",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool"), "promtool is not installed"))
    func promtool() async throws {
        try await World.run { world in
            let file = world.folder.appendingPathComponent("replyd.prom").path
            try world.configure(log: "metrics = \"\(file)\"")
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
                try await eventually("the file") { FileManager.default.fileExists(atPath: file) }
                let checked = try await World.execute(
                    "/bin/sh", ["-c", "/usr/bin/promtool check metrics < '\(file)' 2>&1"])
                #expect(checked.code == 0 && checked.out.isEmpty, Comment(rawValue: checked.out))
            }
        }
    }

    static let python = "/usr/bin/python3"

    static let hasReader = (try? run("import prometheus_client.openmetrics.parser", "")) != nil

    /// The samples as both readers see them, by name and label values.
    private static func read(_ text: String) throws -> [String: Double] {
        let script = """
            import sys
            from prometheus_client import parser as plain
            from prometheus_client.openmetrics import parser as open
            text = sys.stdin.read()
            def samples(p):
                return {' '.join([s.name, *[s.labels[k] for k in sorted(s.labels)]]): s.value
                        for f in p.text_string_to_metric_families(text) for s in f.samples}
            assert samples(plain) == samples(open)
            for name, value in samples(open).items(): print(name, value)
            """
        return Dictionary(
            uniqueKeysWithValues: try run(script, text).split(separator: "\n").compactMap { line in
                guard let space = line.lastIndex(of: " "), let value = Double(line[space...].dropFirst()) else {
                    return nil
                }
                return (String(line[..<space]), value)
            })
    }

    private static func run(_ script: String, _ text: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(text.utf8))
        try input.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NeverHappened(description: "\(text)") }
        return String(decoding: data, as: UTF8.self)
    }
}
