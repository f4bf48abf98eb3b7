import Configuration
import Correspondence
import Foundation
import Ledger
import Marketplace
import Templates
import Transport

/// One mailbox under a configuration, in a world of its own: the daemon's own parts on an empty ledger, a clock that goes
/// when told, and nobody to talk to.
struct SimulatedMailbox: Sendable {
    let context: MailboxContext
    let clock: SimulatedClock
    let ledger: SQLiteLedger
    private let configuration: Configuration
    private let profiles: MarketplaceProfiles

    /// - Parameters:
    ///   - path: the configuration's, which templates, profiles and models go with.
    ///   - start: what the clock shows at first.
    init(_ settings: Configuration.Mailbox, _ configuration: Configuration, path: String, start: Instant) throws {
        let templates: TemplateLibrary
        let model: ModelInForce
        do {
            profiles = try MarketplaceProfiles.load(beside: path)
            model = try ModelInForce.load(configuration)
            templates = try TemplateLibrary.load(configuration.templates)
        } catch {
            throw CommandEnd.configuration("\(error)")
        }
        self.configuration = configuration
        clock = SimulatedClock(start)
        ledger = try SQLiteLedger.temporary()
        context = MailboxContext(
            settings: settings, configuration: configuration,
            reader: MailReader(recogniser: Recogniser(settings, profiles), classifier: model.classifier),
            templates: templates, lists: SellersLists(settings.proactive), ledger: ledger, clock: clock,
            login: MailServerLogin(
                mailbox: settings, network: NetworkThread(), credentialsDirectory: nil, store: "/dev/null"),
            live: LiveState(), outside: { _ in }, dispatchNudge: Nudge(), watcherNudge: Nudge(),
            ordersNudge: Nudge())
    }

    /// Recognises what was sent from an address of the seller's people as mail of ours, whichever they use.
    func recogniser(sentFrom address: EmailAddress?) -> Recogniser {
        let settings = context.settings
        return Recogniser(
            profiles: profiles.all, accept: settings.accept.map(\.text), authservID: settings.authservID,
            ownAddress: [settings.address] + [address].compactMap { $0 })
    }
}
