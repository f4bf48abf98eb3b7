import Configuration
import Correspondence
import Ledger
import Templates

/// All that the parts of one mailbox share: its settings, and what they work with. A reload makes a new one.
struct MailboxContext: Sendable {
    let settings: Configuration.Mailbox
    let configuration: Configuration
    let reader: MailReader
    let templates: TemplateLibrary
    /// The seller's own lists for proactive mail.
    let lists: SellersLists
    let ledger: any Ledger
    let clock: any WallClock
    let login: MailServerLogin
    let live: LiveState
    /// Takes the events that the store cannot.
    let outside: @Sendable (Event) -> Void
    /// Wakes the dispatcher: something may be due.
    let dispatchNudge: Nudge
    /// Wakes the watcher: something is to be filed on the IMAP side.
    let watcherNudge: Nudge
    /// Wakes the desk of proactive mail: something new may be known of an order.
    let ordersNudge: Nudge

    var name: String { settings.key }

    /// Records events; a store that fails is told outside it.
    func record(_ events: [Event]) async {
        do { try await ledger.append(events) } catch { storeFailed(error) }
    }

    func storeFailed(_ error: any Error) {
        live.note(error: "store.failed \(error)", at: clock.now)
        LastResort.tell("store.failed mailbox=\(name) \(error)")
        outside(.storeFailed(at: clock.now, mailbox: name, reason: "\(error)"))
    }
}
