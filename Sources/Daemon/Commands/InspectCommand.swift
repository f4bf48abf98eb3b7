import Classifier
import Configuration
import Correspondence
import Foundation
import MIME
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
        var unreadable: [Inspection] = []
        var items: [MailFiles.Item] = []
        for file in files {
            do { items += try MailFiles.items(at: file) } catch {
                unreadable.append(Inspection(file: file, error: "it cannot be read: \(error.localizedDescription)"))
            }
        }
        try await inspect(items, inspector, json: json)
        write(unreadable, json: json)
        if !unreadable.isEmpty { throw CommandEnd.failed("") }
    }

    /// In parts, on all cores, printed in the order of the files.
    ///
    /// Twice, since which conversation a mail belongs to may stand in one that comes later, and a heap of mails may be
    /// larger than the memory: the first time only what ties them is kept.
    private static func inspect(_ items: [MailFiles.Item], _ inspector: Inspector, json: Bool) async throws {
        let progress = Progress(items.count)
        var ties: [Conversations.Ties] = []
        if items.count > 1 {
            for part in items.parts {
                ties += await concurrently(part) { item in inspector.ties((try? item.load()) ?? []) }
                progress.tell("sorted", ties.count)
            }
        }
        let conversations = Conversations(ties)
        var done = 0
        for part in items.parts {
            let first = done
            let inspections = await concurrently(Array(zip(first..., part))) { index, item -> Inspection in
                do {
                    var found = inspector.inspect(try item.load(), file: item.name)
                    if items.count > 1 { found.conversation = conversations.keys[index]?.value }
                    found.thread = conversations.place(of: index).map { place in
                        "mail \(place.number) of \(place.count)"
                            + (place.before.map { ", after \(items[$0].name)" } ?? "")
                    }
                    return found
                } catch {
                    return Inspection(file: item.name, error: "it cannot be read: \(error.localizedDescription)")
                }
            }
            write(inspections, json: json)
            done += part.count
            progress.tell("read", done)
        }
        progress.end()
        if !json { writeThreads(conversations, ties, items) }
    }

    /// The conversations of several mails, each in the order of its mails.
    private static func writeThreads(
        _ conversations: Conversations, _ ties: [Conversations.Ties], _ items: [MailFiles.Item]
    ) {
        for (key, mails) in conversations.threads where mails.count > 1 {
            let lines = mails.map { "  \(ties[$0].date?.iso8601 ?? "(no date)")  \(items[$0].name)" }
            FileHandle.standardOutput.write(
                Data("conversation \(key)\n\(lines.joined(separator: "\n"))\n".utf8))
        }
    }

    /// Told on a terminal, where there is much to read.
    private struct Progress {
        private let count: Int?

        init(_ count: Int) { self.count = isatty(STDERR_FILENO) == 1 && count > 500 ? count : nil }

        func tell(_ what: String, _ done: Int) {
            guard let count else { return }
            FileHandle.standardError.write(Data("\r\(what) \(done) of \(count) mails".utf8))
        }

        func end() { if count != nil { FileHandle.standardError.write(Data("\n".utf8)) } }
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
            configuration: configuration, explain: explain)
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
}

/// Reads and decides as the daemon would, without a ledger: each mail alone, as if it had just come.
struct Inspector: Sendable {
    let settings: Configuration.Mailbox
    let reader: MailReader

    /// `nil`: it is not known which templates there are.
    let templates: TemplateLibrary?
    let configuration: Configuration
    let explain: Bool

    /// What ties a mail to others.
    func ties(_ bytes: [UInt8]) -> Conversations.Ties {
        let mail = Mail.parse(bytes)
        return Conversations.Ties(mail, reader.recogniser.understand(mail))
    }

    func inspect(_ bytes: [UInt8], file: String) -> Inspection {
        let reading = reader.read(bytes)
        // A file has no arrival: its own date is the best there is.
        let sent = reading.mail.date.map { Instant($0) } ?? Instant(Date())
        let rules = reading.classification?.kind.map { settings.rules($0) }
        var decision = Policy.decide(
            reading.understanding, reading.classification, rules: rules,
            in: Circumstances(now: sent, earliestUnanswered: sent, newest: sent))
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
        inspection.template_because = choice.flatMap { $0.why.isEmpty ? nil : $0.why }
        if explain { inspection.explain = reader.explain(reading).map(ExplainedInspection.init) }
        return inspection
    }

    /// The template that would answer; `nil` for mail that none could.
    private func choice(_ reading: MailReading) -> ReplyChoice? {
        guard let classification = reading.classification, let kind = classification.kind else { return nil }
        guard let templates else {
            return ReplyChoice(template: kind.rawValue, language: reading.understanding.language, why: "")
        }
        let name: String? = if case .buyer(let buyer) = reading.understanding.recognition { buyer.name } else { nil }
        return ReplyChoice.choose(
            classification, kind, for: reading.understanding, buyerName: name, order: nil,
            in: ReplyChoice.Sight(
                templates: templates, settings: settings, configuration: configuration, sites: reader.recogniser,
                now: reading.mail.date.map { Instant($0) } ?? Instant(Date())))
    }
}

extension Array {
    /// So many mails at a time that all cores have work, and few enough to be held in memory.
    fileprivate var parts: [[Element]] {
        stride(from: 0, to: count, by: 512).map { Array(self[$0..<Swift.min($0 + 512, count)]) }
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
