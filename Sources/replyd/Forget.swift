import ArgumentParser
import Correspondence
import Daemon
import Ledger

struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erases what is a person's: mails, names, addresses, words, and the content of events.",
        discussion: """
            Digests and hashes stay, so that the evidence chain can still be proven and no mail is answered again. Mail of an
            open claim is kept until the claim is closed. Log files, backups and the mailbox are not touched.
            """)

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "A buyer, by the address at the relay.") var buyer: String?
    @Option(help: "An order, by its number.") var order: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if (buyer == nil) == (order == nil) { throw ValidationError("either --buyer or --order") }
        if let order, OrderID(order) == nil { throw ValidationError("\(order) is no order number") }
    }

    func run() async throws {
        try await exiting {
            let subject = order.flatMap { OrderID($0) }.map(DossierSubject.order) ?? .buyer(buyer ?? "")
            try await ForgetCommand.run(subject, configuration: options.config, json: json)
        }
    }
}
