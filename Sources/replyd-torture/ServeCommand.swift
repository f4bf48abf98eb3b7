import ArgumentParser
import Foundation

/// The servers alone, for a daemon that somebody else runs: the installed one, under systemd, in a container.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Loopback servers with a buyer's question, for a daemon that is run elsewhere.",
        discussion: """
            Writes ca.pem, password and mailbox.toml into FOLDER, for the configuration of the daemon that is tried, and
            delivers a question. Ends when FOLDER/stop is there, or after --within seconds: exit code 0 where exactly one
            reply is at the buyer and filed, else 1.
            """)

    @Argument(help: "Where the configuration's parts go.")
    var folder: String
    @Option(help: "For how many seconds at most.")
    var within = 120.0

    func run() async throws {
        let stage = try await Stage()
        let world = try await World(.files, authority: stage.authority, identity: stage.identity)
        var post = Post()
        let letter = post.question()
        let mailbox = """
            [windows]
            reply_after = "0s"
            hours = "always"
            [kinds.inquiry]
            action = "send"
            min_confidence = 0.3
            [mailboxes.main]
            address = "\(World.user)"
            imap = "imaps://localhost:\(world.imap.port ?? 0)"
            smtp = "smtp://localhost:\(world.smtp.port ?? 0)"
            username = "\(World.user)"
            password = { credential = "main" }
            ca_file = "/etc/replyd/ca.pem"
            backlog = "act"
            poll = "1s"

            """
        try mailbox.write(toFile: "\(folder)/mailbox.toml", atomically: true, encoding: .utf8)
        try String(contentsOfFile: stage.authority.caFile, encoding: .utf8)
            .write(toFile: "\(folder)/ca.pem", atomically: true, encoding: .utf8)
        try world.account.deliver(letter.bytes)
        // Last: whoever waits for it finds the rest.
        try world.password.write(toFile: "\(folder)/password", atomically: true, encoding: .utf8)
        _ = await soon(within: .seconds(within)) { FileManager.default.fileExists(atPath: "\(folder)/stop") }
        let sent = !world.account.messages(in: "Sent").isEmpty
        let count = world.smtp.mails.count
        await world.end(keeping: false)
        withExtendedLifetime(stage) {}
        say("\(count) replies at the buyer, \(sent ? "filed" : "not filed")")
        if !sent || count != 1 { throw ExitCode(1) }
    }
}
