import ArgumentParser
import Correspondence
import Daemon
import Ledger

struct DossierFiles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossier",
        abstract: "Everything about an order, a conversation or a buyer in one folder, with what proves it.",
        discussion: """
            The folder has a page to read and print (index.html), the same as text and JSON, the statement for a claim's
            form, each mail whole, and the part of the evidence chain that speaks of them. --verify checks such a folder
            without the store; WHAT-THIS-PROVES.txt in it says what that means.
            """)

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "Orders, by their numbers.") var orders: [String] = []
    @Option(help: "A conversation, as the log names it.") var conversation: String?
    @Option(help: "A buyer, by the address at the relay.") var buyer: String?
    @Option(help: "The folder to write (default: dossier-ORDER, here); of several orders the folder for theirs.")
    var output: String?
    @Flag(help: "Replace a folder that is there.") var force = false
    @Flag(help: "Write the mails' attachments beside them.") var attachments = false
    @Flag(help: "Carry the chain on to its head, so that a head given away later fixes it.") var wholeChain = false
    @Flag(help: "Print only the statement for a claim's form.") var text = false
    @Flag(help: "Print the dossier as JSON, without the mails.") var json = false
    @Option(help: "Check a dossier's folder.", completion: .directory) var verify: String?

    func validate() throws {
        for order in orders where OrderID(order) == nil { throw ValidationError("\(order) is no order number") }
        let asked = orders.count + [conversation, buyer, verify].count { $0 != nil }
        if asked == 0 { throw ValidationError("which order? Or --conversation, --buyer, --verify") }
        if verify != nil, asked > 1 { throw ValidationError("--verify takes a folder and nothing else") }
    }

    func run() async throws {
        try await exiting {
            if let verify { return try DossierCheck.run(folder: verify) }
            let subjects =
                orders.compactMap { OrderID($0).map(DossierSubject.order) }
                + [conversation.map(DossierSubject.conversation), buyer.map(DossierSubject.buyer)].compactMap { $0 }
            try await DossierCommand.run(
                DossierCommand.Wish(
                    subjects: subjects, output: output, force: force, attachments: attachments, wholeChain: wholeChain,
                    form: text ? .statement : json ? .json : .folder), configuration: options.config)
        }
    }
}
