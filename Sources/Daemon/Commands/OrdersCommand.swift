import Configuration
import Correspondence
import Foundation
import Ledger
import Orders

/// `replyd orders import`: into the store, or, where a daemon has it, into that one's drop folder.
public enum OrdersImportCommand {
    public static func run(files: [String], configuration path: String) async throws {
        let configuration = try LoadedConfiguration.load(path)
        let store = configuration.storePath
        if try ControlClient.ask(ControlRequest(.status, store: store)) != nil {
            guard let drop = configuration.orders.drop else {
                throw CommandEnd.failed(
                    "a daemon has the store and orders.drop is not set; set it, or stop the daemon for the import")
            }
            for file in files { try give(file, to: drop) }
            return
        }
        try StoreOwner.become(store: store)
        let ledger = try SQLiteLedger.open(store)
        let order = OrderImport(ledger: ledger, forms: try ReportForm.shipped(), clock: SystemClock())
        var failed = 0
        for file in files {
            do {
                try await take(file, order)
            } catch {
                failed += 1
                CommandOutput.tell("replyd: \(file): \(error)")
            }
        }
        if failed > 0 { throw CommandEnd.failed("\(failed) of \(files.count) files were not imported") }
    }

    private static func take(_ path: String, _ order: OrderImport) async throws {
        let started = ContinuousClock.now
        let isTerminal = isatty(STDERR_FILENO) == 1
        let rate = { (rows: Int) in Int(Double(rows) / max(0.001, (ContinuousClock.now - started).seconds)) }
        let outcome = try await order.run(try ReportFile(path)) { rows in
            guard isTerminal else { return }
            FileHandle.standardError.write(Data("\r\(path): \(rows) rows, \(rate(rows)) a second ".utf8))
        }
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        switch outcome {
        case .known(let since): CommandOutput.write("\(path): imported already, at \(since.iso8601)")
        case .taken(let file, let problems):
            for problem in problems { CommandOutput.tell("\(path): \(problem)") }
            CommandOutput.write(
                "\(path): \(file.form), \(file.rows) rows, \(file.taken) taken, \(file.rejected) rejected, "
                    + "\(file.fresh) new orders, \(file.changed) changed (\(rate(file.rows)) rows a second)")
        }
    }

    /// Copied under a hidden name first: the daemon sees the whole file or none.
    private static func give(_ path: String, to drop: String) throws {
        let name = (path as NSString).lastPathComponent
        let hidden = "\(drop)/.\(UUID().uuidString)"
        do {
            try FileManager.default.copyItem(atPath: path, toPath: hidden)
            defer { try? FileManager.default.removeItem(atPath: hidden) }
            // A hard link never takes another file's place, as a rename would.
            try FileManager.default.linkItem(atPath: hidden, toPath: "\(drop)/\(name)")
        } catch {
            throw CommandEnd.failed("\(path) cannot be put into \(drop): \(error.localizedDescription)")
        }
        CommandOutput.write("\(path): given to the running daemon; its log tells order.imported")
    }
}

/// `replyd orders show`: what is known of one order, from where, and its mails.
public enum OrdersShowCommand {
    public static func run(order text: String, configuration path: String, json: Bool) async throws {
        guard let id = OrderID(text) else {
            throw CommandEnd.usage("\"\(text)\" is no order number; one looks like 302-1234567-7654321")
        }
        let configuration = try LoadedConfiguration.load(path)
        let store = configuration.storePath
        guard FileManager.default.fileExists(atPath: store) else {
            throw CommandEnd.failed("there is no store at \(store); start the daemon once, or import a report")
        }
        try StoreOwner.become(store: store)
        let ledger = try SQLiteLedger.open(readOnly: store)
        let known = try await ledger.order(id)
        let letters = try await ledger.correspondence(on: id)
        guard known != nil || !letters.isEmpty else {
            throw CommandEnd.failed("nothing is known of order \(id): no report, no notice and no mail names it")
        }
        let dossier = OrderDossier(
            id, known, letters, returns: configuration.mailboxes.map(\.returns.windowDays).max() ?? 0,
            now: SystemClock().now)
        CommandOutput.write(json ? try dossier.json : dossier.text)
    }
}

/// What `orders show` prints.
struct OrderDossier: Codable {
    var order: String
    var stage: String
    var pastPromise: Bool?
    /// `in`, `out`, `unknown`.
    var returnWindow: String
    var seen: Instant?
    var items: [OrderItem]
    var facts: [Fact]
    var mails: [OrderLetter]

    struct Fact: Codable {
        var name: String
        var value: String
        var source: String
        var at: Instant
        /// False for what another source says with more right.
        var holds: Bool
    }

    init(_ id: OrderID, _ known: KnownOrder?, _ letters: [OrderLetter], returns days: Int, now: Instant) {
        let state = OrderState(known?.facts ?? [])
        order = id.value
        stage = state.stage.rawValue
        pastPromise = state.isPastPromise(at: now)
        returnWindow = ReturnWindow.standing(of: state, at: now, sellersDays: days).rawValue
        seen = known?.seen
        items = known?.items ?? []
        facts = (known?.facts ?? []).sorted {
            ($0.at, $0.name.rawValue, $0.value) < ($1.at, $1.name.rawValue, $1.value)
        }
        .map {
            Fact(
                name: $0.name.rawValue, value: $0.value, source: $0.source, at: $0.at,
                holds: state.facts[$0.name] == $0)
        }
        mails = letters
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var text: String {
        var lines = ["\(order): \(stage)"]
        if let pastPromise { lines.append(pastPromise ? "past its promised date" : "not past its promised date") }
        lines.append("return window: \(returnWindow)")
        if let seen { lines.append("as of \(seen.iso8601)") }
        for item in items {
            lines.append("  \(item.quantity.map { "\($0) × " } ?? "")\(item.title ?? item.sku ?? item.id)")
        }
        if !facts.isEmpty { lines += ["", "Facts:"] }
        for fact in facts {
            let beaten = fact.holds ? "" : " (does not hold)"
            lines.append("  \(fact.at.iso8601) \(fact.name) \(fact.value), \(fact.source)\(beaten)")
        }
        if !mails.isEmpty { lines += ["", "Mails:"] }
        lines += mails.map { "  \($0.at.iso8601) \($0.what): \($0.words)" }
        return lines.joined(separator: "\n")
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(inMilliseconds) / 1000 }
}
