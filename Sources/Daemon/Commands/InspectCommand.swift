import Classifier
import Configuration
import Correspondence
import Foundation
import Marketplace
import Templates

/// `replyd inspect`: what a mail is, what it asks for, and what would become of it. Sends nothing, never dies on a mail.
public enum InspectCommand {
    /// - Parameter explain: adds what spoke for and against the kind.
    public static func run(
        files: [String], configuration path: String?, mailbox: String?, explain: Bool = false, json: Bool
    ) async throws {
        let path = path ?? standardPath
        let profiles: MarketplaceProfiles
        do { profiles = try MarketplaceProfiles.load(beside: path) } catch {
            throw CommandEnd.configuration("\(error)")
        }
        let inspector = try inspector(path, mailbox: mailbox, explain: explain, profiles)
        var unreadable = false
        for file in files {
            let items: [MailFiles.Item]
            do { items = try MailFiles.items(at: file) } catch {
                unreadable = true
                write(Inspection(file: file, error: "it cannot be read: \(error.localizedDescription)"), json: json)
                continue
            }
            try await inspect(items, inspector, json: json)
        }
        if unreadable { throw CommandEnd.failed("") }
    }

    /// In parts, on all cores, printed in the order of the files.
    private static func inspect(_ items: [MailFiles.Item], _ inspector: Inspector, json: Bool) async throws {
        let terminal = isatty(STDERR_FILENO) == 1 && items.count > 500
        for start in stride(from: 0, to: items.count, by: 512) {
            let part = Array(items[start..<min(start + 512, items.count)])
            let inspections = await concurrently(part) { item -> Inspection in
                do { return inspector.inspect(try item.load(), file: item.name) } catch {
                    return Inspection(file: item.name, error: "it cannot be read: \(error.localizedDescription)")
                }
            }
            write(inspections, json: json)
            if terminal {
                FileHandle.standardError.write(Data("\r\(start + part.count) of \(items.count) mails".utf8))
            }
        }
        if terminal { FileHandle.standardError.write(Data("\n".utf8)) }
    }

    /// The system's configuration, where there is one.
    private static var standardPath: String? {
        let path = "/etc/replyd/replyd.toml"
        return FileManager.default.isReadableFile(atPath: path) ? path : nil
    }

    private static func inspector(
        _ path: String?, mailbox: String?, explain: Bool, _ profiles: MarketplaceProfiles
    ) throws -> Inspector {
        let configuration = try path.map(LoadedConfiguration.load) ?? DefaultConfiguration.make()
        let settings = mailbox.map { configuration.mailbox($0) } ?? configuration.mailboxes[0]
        guard let settings else {
            let known = configuration.mailboxes.map(\.key).joined(separator: ", ")
            throw CommandEnd.usage("there is no mailbox \(mailbox ?? ""); the configuration has \(known)")
        }
        return Inspector(
            settings: settings,
            reader: MailReader(
                recogniser: Recogniser(settings, profiles), classifier: try model(path == nil ? nil : configuration)),
            // Without a configuration nobody has said where templates are.
            templates: path == nil ? nil : try? TemplateLibrary.load(configuration.templates),
            language: configuration.language, explain: explain)
    }

    /// Without a configuration nobody has said where an own model is.
    private static func model(_ configuration: Configuration?) throws -> Classifier {
        guard let configuration else { return try .shipped() }
        do { return try ModelInForce.load(configuration).classifier } catch {
            throw CommandEnd.configuration("\(error)")
        }
    }

    private static func write(_ inspections: [Inspection], json: Bool) {
        let lines = inspections.map { json ? $0.json : $0.forTerminal }
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")).utf8))
    }

    private static func write(_ inspection: Inspection, json: Bool) { write([inspection], json: json) }
}

/// Reads and decides as the daemon would, without a ledger: each mail alone, as if it had just come.
struct Inspector: Sendable {
    let settings: Configuration.Mailbox
    let reader: MailReader

    /// `nil`: it is not known which templates there are.
    let templates: TemplateLibrary?
    let language: Configuration.Language
    let explain: Bool

    func inspect(_ bytes: [UInt8], file: String) -> Inspection {
        let reading = reader.read(bytes)
        // A file has no arrival: its own date is the best there is.
        let sent = reading.mail.date.map { Instant($0) } ?? Instant(Date())
        let rules = reading.classification?.kind.map { settings.rules($0) }
        var decision = Policy.decide(
            reading.understanding, reading.classification, rules: rules,
            in: Circumstances(
                now: sent, earliestUnanswered: sent, newest: sent,
                repliesPerBuyerPerDay: settings.limits.repliesPerBuyerPerDay))
        if let problem = reading.mail.problem, reading.understanding.recognition.source == .buyer {
            decision = Decision(.hold, because: "it could not be read whole: \(problem)", deadline: decision.deadline)
        }
        let choice = choice(reading)
        if let choice, choice.template == nil, decision.course != .ignore, decision.course != .hold {
            decision = Decision(.hold, because: choice.why, deadline: decision.deadline)
        }
        let template = choice.flatMap { choice in choice.template.map { "\(choice.language ?? "?")/\($0)" } }
        var inspection = Inspection(
            file: file, reading: reading, decision: decision, replyAfter: rules.map { sent + $0.window.replyAfter },
            template: template)
        if explain { inspection.explain = reader.explain(reading).map(ExplainedInspection.init) }
        return inspection
    }

    /// The template that would answer; `nil` for mail that none could.
    private func choice(_ reading: MailReading) -> ReplyChoice? {
        guard let kind = reading.classification?.kind else { return nil }
        guard let templates else {
            return ReplyChoice(template: kind.rawValue, language: reading.understanding.language, why: "")
        }
        return ReplyChoice.choose(
            kind, for: reading.understanding, templates: templates, otherwise: language,
            sites: reader.recogniser)
    }
}

/// What is in force where nobody configured anything.
enum DefaultConfiguration {
    static func make() throws -> Configuration {
        let text = """
            [mailboxes.main]
            address = "support@shop.example"
            imap = "imaps://localhost"
            smtp = "smtps://localhost"
            username = "support@shop.example"
            password = { env = "REPLYD_PASSWORD" }
            """
        return try Configuration.parse(text, file: "defaults", surroundings: .unknown, profiles: ["amazon"])
    }
}
