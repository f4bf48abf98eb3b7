import Configuration
import Correspondence
import Foundation
import Ledger
import Marketplace
import Orders
import Templates

/// `replyd simulate --proactive`: who would get what when. Sends nothing, changes nothing.
public enum SimulateProactiveCommand {
    public struct Request: Sendable {
        public var configuration: String
        /// Report files; empty: what the ledger knows.
        public var files: [String]
        /// Campaigns that are taken as enabled; empty: those that are, or all where none is.
        public var policies: [String]
        /// As of when; `nil`: now.
        public var at: String?
        public var json: Bool

        public init(configuration: String, files: [String], policies: [String], at: String?, json: Bool) {
            self.configuration = configuration
            self.files = files
            self.policies = policies
            self.at = at
            self.json = json
        }
    }

    public static func run(_ request: Request) async throws {
        let configuration = try LoadedConfiguration.load(request.configuration)
        let named = try campaigns(request.policies)
        let zone = configuration.mailboxes[0].windows.window.hours.timeZone
        let now = try request.at.map { try SimulationTime.read($0, option: "--at", in: zone) } ?? SystemClock().now
        let ledger = try await self.ledger(configuration, request.files)
        try await print(judge(ledger, configuration, named, at: now, request), json: request.json)
    }

    /// The store's, or one of its own that knows the reports alone.
    private static func ledger(_ configuration: Configuration, _ files: [String]) async throws -> SQLiteLedger {
        guard !files.isEmpty else {
            try StoreOwner.become(store: configuration.storePath)
            return try SQLiteLedger.open(readOnly: configuration.storePath)
        }
        let ledger = try SQLiteLedger.temporary()
        let order = OrderImport(ledger: ledger, forms: try ReportForm.shipped(), clock: SystemClock())
        for file in files {
            do { _ = try await order.run(try ReportFile(file)) } catch { throw CommandEnd.failed("\(file): \(error)") }
        }
        return ledger
    }

    private static func campaigns(_ names: [String]) throws -> Set<Campaign> {
        try Set(
            names.map { name in
                guard let campaign = Campaign(rawValue: name) else {
                    let known = Campaign.allCases.map(\.rawValue)
                    throw CommandEnd.usage("there is no policy \(name): it is one of \(known.joined(separator: ", "))")
                }
                return campaign
            })
    }

    private static func judge(
        _ ledger: SQLiteLedger, _ configuration: Configuration, _ named: Set<Campaign>, at now: Instant,
        _ request: Request
    ) async throws -> ProactiveSimulation {
        let enabled = Set(configuration.mailboxes.flatMap { $0.proactive.enabled.map(\.campaign) })
        let wanted = !named.isEmpty ? named : !enabled.isEmpty ? enabled : Set(Campaign.allCases)
        let profiles = try MarketplaceProfiles.load(beside: request.configuration)
        let templates = try TemplateLibrary.load(configuration.templates)
        let clerks = configuration.mailboxes.map { settings -> ProactiveClerk in
            let lists = SellersLists(settings.proactive).current()
            for trouble in lists.troubles { CommandOutput.tell("replyd: \(trouble)") }
            let policies = Campaign.allCases.filter(wanted.contains).compactMap { campaign -> CampaignPolicy? in
                let policy = settings.proactive[campaign]
                // Where any mailbox has it enabled, the others do not write it.
                return enabled.contains(campaign) && !policy.enabled ? nil : policy
            }
            let long = Dictionary(uniqueKeysWithValues: Campaign.allCases.map { ($0, Instant.distantPast) })
            return ProactiveClerk(
                settings, configuration, Recogniser(settings, profiles), templates, lists, policies: policies,
                began: long, now: now)
        }
        var simulation = ProactiveSimulation(at: now, campaigns: Campaign.allCases.filter(wanted.contains))
        var last: Int64 = 0
        while true {
            let page = try await ledger.orders(after: last, limit: 500)
            guard let end = page.last?.key else { return simulation }
            try await simulation.judge(page.map(\.order), clerks, in: ledger)
            last = end
        }
    }

    private static func print(_ simulation: ProactiveSimulation, json: Bool) throws {
        guard json else { return CommandOutput.write(simulation.text) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        CommandOutput.write(String(decoding: try encoder.encode(simulation), as: UTF8.self))
    }
}
