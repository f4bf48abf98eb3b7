import Correspondence
import Foundation
import TOMLKit
import TOMLText

extension Configuration {
    /// The configuration in a file, with what it names on this machine checked.
    ///
    /// - Throws: everything that is wrong with it; also where the file cannot be read.
    public static func load(_ path: String, profiles: Set<String> = ["amazon"]) throws(ConfigurationErrors)
        -> Configuration
    {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            let missing = !FileManager.default.fileExists(atPath: path)
            throw ConfigurationErrors(errors: [
                ConfigurationError(
                    file: path, path: "", line: nil, problem: missing ? "does not exist" : "cannot be read",
                    remedy: missing ? "name another with --config" : "let this user read it")
            ])
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw ConfigurationErrors(errors: [
                ConfigurationError(
                    file: path, path: "", line: nil, problem: "is not UTF-8 text", remedy: "save it as UTF-8")
            ])
        }
        return try parse(text, file: path, surroundings: .system, profiles: profiles)
    }

    /// The configuration that a text says. Pure: what it needs to know of the machine is handed in.
    ///
    /// - Parameters:
    ///   - file: how errors name the text.
    ///   - profiles: the marketplaces that `accept` may name.
    /// - Throws: everything that is wrong with it, in the order of its lines.
    public static func parse(
        _ text: String, file: String, surroundings: Surroundings = .unknown, profiles: Set<String> = ["amazon"]
    ) throws(ConfigurationErrors) -> Configuration {
        let lines = LineIndex(text)
        if let refusal = TOMLGuard.refusal(of: text) {
            throw ConfigurationErrors(errors: [
                ConfigurationError(
                    file: file, path: "", line: refusal.line,
                    problem: "column \(refusal.column) is not TOML: \(refusal.message)", remedy: "see https://toml.io")
            ])
        }
        let table: [String: Value]
        do {
            table = Value.entries(try TOMLTable(string: text))
        } catch {
            throw ConfigurationErrors(errors: [syntaxError(error, in: file)])
        }
        let problems = Problems(file: file, lines: lines)
        let root = Section(table, at: .root, reportingTo: problems)
        let configuration = Configuration(root, profiles: profiles, on: surroundings, problems)
        root.reportUnknownKeys()
        guard var configuration, problems.isEmpty else {
            throw ConfigurationErrors(errors: problems.sortedErrors)
        }
        configuration.warnings = problems.sortedWarnings
        return configuration
    }

    private init?(_ root: Section, profiles: Set<String>, on surroundings: Surroundings, _ problems: Problems) {
        let top = Scope([root], home: .root, problems: problems)
        store = top.read("store", .store) ?? .sqlite(path: "/var/lib/replyd/replyd.db")
        templates =
            top.read("templates", .list(of: .absolutePath(example: "\"/etc/replyd/templates\"")))
            ?? ["/etc/replyd/templates", "/usr/share/replyd/templates"]
        let language = top.read("language", .languageOrSite) ?? "site"
        self.language = language == "site" ? .site : .fixed(language)
        model = top.read("model", .absolutePath(example: "\"/var/lib/replyd/model.replyd\""))
        log = Log(top.child("log"))
        kinds = KindTable([top])
        orders = Orders(top.child("orders"))
        attachments = top.child("attachments").read(
            "folder", .absolutePath(example: "\"/var/lib/replyd/attachments\""))
        retention = Retention(top.child("retention"))
        guidelines = GuidelineSeverities(top.child("guidelines"))
        digest = Digest(top.child("digest"))
        alerts = Alerts(top.child("alerts"))
        warnings = []

        let table = top.child("mailboxes")
        let keys = table.sections.first?.keys ?? []
        if keys.isEmpty {
            // The tables that a mailbox would inherit are still checked.
            _ = (Sending(top.child("sending")), Returns(top.child("returns")), Limits(top.child("limits")))
            _ = (Windows(top.child("windows")), Proactive(top.child("proactive")))
            if case .table? = root.value("mailboxes") ?? .table([:]) {
                problems.report(
                    Path(parts: ["mailboxes"]), "there is no mailbox", "write [mailboxes.main] and its keys below")
            }
        }
        let setting = Mailbox.Setting(top: top, profiles: profiles, surroundings: surroundings)
        mailboxes = keys.compactMap { key in
            let own = table.child(key)
            if !key.utf8.allSatisfy({ LineIndex.isBareKeyByte($0) || $0 == UInt8(ascii: ".") }) || key.isEmpty {
                problems.report(
                    own.home, "\"\(key)\" is no name for a mailbox", "use letters, digits, - and _, such as main")
            }
            return own.sections.isEmpty ? nil : Mailbox(key, own, in: setting)
        }
        if let file = log.file, let folder = Self.folder(of: file), surroundings.entry(folder) == .missing {
            problems.report(
                Path(parts: ["log", "file"]), "the folder \(folder) does not exist",
                "make it, or let systemd do so with LogsDirectory=")
        }
        Self.checkApart(mailboxes, problems)
        Self.checkCampaigns(mailboxes, orders, problems)
        if mailboxes.count < keys.count || mailboxes.isEmpty { return nil }
    }

    /// Two mailboxes that read the same mail would answer it twice.
    private static func checkApart(_ mailboxes: [Mailbox], _ problems: Problems) {
        for (index, mailbox) in mailboxes.enumerated() {
            for other in mailboxes[..<index] {
                let here = Path(parts: ["mailboxes", mailbox.key])
                if other.address == mailbox.address {
                    problems.report(
                        here.appending("address"),
                        "\(mailbox.address) is already the address of mailboxes.\(other.key)",
                        "give each mailbox its own, or put the folders into one mailbox's inbox = […]")
                } else if other.imap == mailbox.imap, other.username == mailbox.username,
                    let folder = mailbox.inbox.first(where: other.inbox.contains)
                {
                    problems.report(
                        here.appending("inbox"),
                        "mailboxes.\(other.key) reads the same folder \"\(folder)\" of this account",
                        "give each mailbox folders of its own")
                }
            }
        }
    }

    /// An order has one shop: two mailboxes must not both write to its buyer.
    private static func checkCampaigns(_ mailboxes: [Mailbox], _ orders: Orders, _ problems: Problems) {
        for (index, mailbox) in mailboxes.enumerated() {
            for policy in mailbox.proactive.enabled {
                let here = Path(parts: ["mailboxes", mailbox.key, "proactive", policy.campaign.rawValue])
                let rivals = mailboxes[..<index].filter { other in
                    let theirs = other.proactive[policy.campaign]
                    return theirs.enabled
                        && (policy.sites.isEmpty || theirs.sites.isEmpty
                            || !policy.sites.isDisjoint(with: theirs.sites))
                }
                if let other = rivals.first {
                    problems.report(
                        here.appending("enabled"),
                        "mailboxes.\(other.key) writes \(policy.campaign.rawValue) for the same sites",
                        "enable it for one of them, or give each its own marketplaces = […]")
                }
                if orders.drop == nil {
                    problems.warn(
                        Path(parts: ["orders", "drop"]), "no report can tell of orders, and proactive mail needs them",
                        "set orders.drop, or import with replyd orders import")
                }
            }
        }
    }

    private static func folder(of path: String) -> String? {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
    }

    private static func syntaxError(_ error: any Error, in file: String) -> ConfigurationError {
        guard let error = error as? TOMLParseError else {
            return ConfigurationError(
                file: file, path: "", line: nil, problem: "is not TOML: \(error)", remedy: "see https://toml.io")
        }
        let place = error.source.begin
        let words = error.description.split(whereSeparator: \.isNewline).joined(separator: " ")
        return ConfigurationError(
            file: file, path: "", line: place.line, problem: "column \(place.column) is not TOML: \(words)",
            remedy: "see https://toml.io")
    }
}

extension Wanted<Configuration.Store> {
    static let store = Wanted(noun: "a store", example: "\"sqlite:/var/lib/replyd/replyd.db\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        let example = "\"sqlite:/var/lib/replyd/replyd.db\""
        guard text.hasPrefix("sqlite:") else {
            return .wrong(problem: "\"\(text)\" is no store that this version knows", remedy: "write \(example)")
        }
        let path = String(text.dropFirst("sqlite:".count))
        guard path.hasPrefix("/"), !path.hasSuffix("/"), !path.hasPrefix("//"), !path.contains("\0") else {
            return .wrong(problem: "\"\(path)\" is not a file's whole path", remedy: "write \(example)")
        }
        return .right(.sqlite(path: path))
    }
}
