import Foundation
import LoopbackMail

/// Faults below TLS: the proxy spoils the first connections, later ones are whole.
enum LineFaults {
    static func cells(_ stage: Stage, stalls: Bool) -> [Cell] {
        let depths = [0, 1, 100, 1500, 3000]
        var faults: [(String, FaultProxy.Fault)] = depths.flatMap { depth in
            [
                ("cut after \(depth)", FaultProxy.Fault.cut(after: depth)),
                ("TLS alert after \(depth)", .alert(after: depth)), ("garbage after \(depth)", .garbage(after: depth)),
            ]
        }
        faults += [("byte by byte", .byteByByte), ("each packet late", .late(.milliseconds(60)))]
        if stalls { faults += depths.map { ("half-open after \($0)", .silence(after: $0)) } }
        return ["imap", "smtp"].flatMap { line in
            // Before TLS an SMTP client waits for the rest of the line that the garbage begins.
            faults.filter { name, fault in
                stalls || line == "imap" || !["garbage after 0", "garbage after 1"].contains(name)
            }
            .map { name, fault in cell(line, name, stage) { _ in [fault] } }
                + [wrongCertificate(line, stage)]
        } + [noSuchName(stage)] + HangingIPv6.cells(stage)
    }

    private static func cell(
        _ line: String, _ column: String, _ stage: Stage,
        _ faults: @escaping @Sendable (CellStory) async throws -> [FaultProxy.Fault]
    ) -> Cell {
        Cell(row: "\(line) line", column: column) {
            let story = try await CellStory(.files, stage)
            let target = line == "imap" ? story.world.imap.port : story.world.smtp.port
            let proxy = FaultProxy(to: target ?? 0, faults: try await faults(story))
            let port = try await proxy.start()
            try story.world.configure(imap: line == "imap" ? port : nil, smtp: line == "smtp" ? port : nil)
            let broken = await story.run { story, _ in
                var broken = try await story.deliverAndAwait()
                broken += try await story.deliverAndAwait()
                if proxy.connections > 20 { broken.append("\(proxy.connections) connections: a tight loop") }
                return broken
            }
            await proxy.stop()
            return broken
        }
    }

    /// The name and the port are right, and somebody else answers.
    private static func wrongCertificate(_ line: String, _ stage: Stage) -> Cell {
        cell(line, "another's certificate", stage) { story in
            let store = story.world.imap.store
            let port =
                if line == "imap" {
                    try await IMAPServer(store: store, security: .implicit(stage.stranger)).start()
                } else {
                    try await SMTPServer(store: store, security: .startTLS(stage.stranger)).start()
                }
            return [.elsewhere(port: port)]
        }
    }

    /// The name cannot be resolved; then the configuration is mended and read anew.
    private static func noSuchName(_ stage: Stage) -> Cell {
        Cell(row: "both lines", column: "no such name") {
            let story = try await CellStory(.files, stage)
            try story.world.configure(host: "nowhere.invalid")
            return await story.run { story, life in
                let told = await soon(within: .seconds(60)) {
                    story.log.read()
                    return story.log.names["mailbox.lost"] != nil
                }
                guard told else { return ["mailbox.lost was not told"] }
                try story.world.configure()
                kill(life.pid, SIGHUP)
                return try await story.deliverAndAwait()
            }
        }
    }
}
