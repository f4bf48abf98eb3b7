import Classifier
import Configuration
import Foundation
import Ledger
import Marketplace
import Templates
import Transport

/// `replyd check`: everything that could be wrong, said at once; with `connect`, the servers too.
public enum CheckCommand {
    /// - Parameter preview: a folder for a page with all templates.
    public static func run(
        configuration path: String, connect: Bool, createFolders: Bool, preview: String? = nil, json: Bool
    ) async throws {
        let configuration = try LoadedConfiguration.load(path)
        var errors: [String] = []
        var trial: TemplateTrial?
        do { trial = try templates(configuration) } catch { errors.append("\(error)") }
        do { _ = try MarketplaceProfiles.load(beside: path) } catch { errors.append("\(error)") }
        var model = ""
        do { model = try ModelInForce.load(configuration).description } catch { errors.append("\(error)") }
        for warning in configuration.warnings { CommandOutput.tell("warning: \(warning)") }
        let guidelines = configuration.guidelines
        for rule in guidelines.loosened { CommandOutput.tell("warning: a guideline is loosened: \(rule)") }
        for line in trial?.lines(.warn) ?? [] { CommandOutput.tell("warning: \(line)") }
        errors += trial?.lines(.block) ?? []
        if let trial, let preview { CommandOutput.tell("preview: \(try TemplatePreview.write(trial, to: preview))") }
        guard errors.isEmpty else { throw CommandEnd.configuration(errors.joined(separator: "\n")) }
        let stretches = ClosedStretch.coming(configuration, from: SystemClock().now)
        if json { try print(configuration.effective(with: stretches)) }
        if connect {
            let troubles = await ServerCheck.run(configuration, createFolders: createFolders) {
                CommandOutput.tell($0)
            }
            try await SellerCentralCheck.tell(configuration) { CommandOutput.tell($0) }
            guard troubles == 0 else { throw CommandEnd.failed("\(troubles) of the servers could not be used") }
        }
        CommandOutput.tell("model: \(model)")
        if !json {
            for stretch in stretches { CommandOutput.write("\(stretch)") }
            CommandOutput.write("\(path): no errors, \(configuration.warnings.count) warnings")
        }
    }

    private static func templates(_ configuration: Configuration) throws -> TemplateTrial {
        let library = try TemplateLibrary.load(configuration.templates)
        let unknown = library.unknownTopics(try Classifier.shipped())
        guard unknown.isEmpty else { throw CommandEnd.configuration(unknown.joined(separator: "\n")) }
        let missing = Set(
            configuration.mailboxes.flatMap(\.proactive.enabled).map(\.template).filter { template in
                !library.languages.contains { library.has(template, language: $0) }
            })
        guard missing.isEmpty else {
            throw CommandEnd.configuration(
                missing.sorted().map { "proactive: no language has a template \($0)" }.joined(separator: "\n"))
        }
        for mailbox in configuration.mailboxes where !mailbox.proactive.enabled.isEmpty {
            for trouble in SellersLists(mailbox.proactive).current().troubles {
                CommandOutput.tell("warning: \(mailbox.key): \(trouble)")
            }
        }
        return TemplateTrial(library, configuration.guidelines)
    }

    private static func print(_ dump: Dump) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        CommandOutput.write(String(decoding: try encoder.encode(dump), as: UTF8.self))
    }
}

/// Logs in to each server and looks at the folders; changes nothing unless folders are to be created.
enum ServerCheck {
    /// - Returns: how many servers could not be used.
    static func run(_ configuration: Configuration, createFolders: Bool, tell: (String) -> Void) async -> Int {
        let network = NetworkThread()
        defer { network.stop() }
        var troubles = 0
        for mailbox in configuration.mailboxes {
            let login = MailServerLogin(
                mailbox: mailbox, network: network,
                credentialsDirectory: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
                store: configuration.storePath)
            do {
                let session = try await login.openIMAP()
                try await look(session, mailbox, createFolders: createFolders, tell: tell)
                await session.logout()
            } catch {
                troubles += 1
                tell("\(mailbox.key): IMAP: \(error)")
            }
            do {
                let session = try await login.openSMTP()
                let size = await session.sizeLimit.map { ", mails up to \($0) bytes" } ?? ""
                tell("\(mailbox.key): SMTP \(session.endpoint): logged in\(size)")
                await session.quit()
            } catch {
                troubles += 1
                tell("\(mailbox.key): SMTP: \(error)")
            }
        }
        return troubles
    }

    private static func look(
        _ session: IMAPSession, _ mailbox: Configuration.Mailbox, createFolders: Bool, tell: (String) -> Void
    ) async throws {
        var missing: [String] = []
        let folders = try await ServerFolders.look(session, mailbox) { missing.append($0) }
        let idle = await session.has("IDLE") ? "with IDLE" : "without IDLE: looked at each poll"
        tell("\(mailbox.key): IMAP \(session.endpoint): logged in, \(idle)")
        for name in missing { tell("\(mailbox.key): warning: there is no folder \(name)") }
        for inbox in folders.inboxes {
            let selected = try await session.select(inbox, readOnly: true)
            tell("\(mailbox.key): \(inbox): \(selected.exists) mails")
        }
        tell(
            "\(mailbox.key): Sent is \(folders.sent?.name ?? "missing"), Drafts is \(folders.drafts?.name ?? "missing")"
        )
        let there = Set(try await session.list().map(\.name))
        let absent = FolderCommand.all.map { folders.command($0.name, root: mailbox.folders) }
            .filter { !there.contains($0) }
        guard createFolders else {
            let names = absent.map(\.name).joined(separator: ", ")
            if !absent.isEmpty { tell("\(mailbox.key): not there: \(names) (check --create-folders makes them)") }
            return
        }
        for folder in absent where try await session.create(folder) {
            try? await session.subscribe(folder)
            tell("\(mailbox.key): created \(folder)")
        }
    }
}
