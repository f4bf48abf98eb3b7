/// One client's session (RFC 3501 section 3): reads commands, one after the other, and carries them out.
final class IMAPSession {
    /// What the session was told of the folder it has selected.
    struct View {
        let folder: String
        let uidValidity: UInt32
        let isReadOnly: Bool

        /// The messages by sequence number: number n stands at n − 1.
        var uids: [StoredMessage.UID]

        /// How much of the folder's journal the client has been told.
        var told: Int
    }

    let conversation: Conversation
    let store: MailStore
    let security: Security

    /// Set once the client has logged in.
    var account: Account?

    /// Set while a folder is selected.
    var view: View?

    /// Whether the client wants MODSEQ with each change (RFC 7162 section 3.1).
    var isCondstoreEnabled = false

    var isEncrypted: Bool

    private let sharedOptions: Shared<IMAPOptions>

    var options: IMAPOptions { sharedOptions.current }

    init(_ conversation: Conversation, store: MailStore, security: Security, options: Shared<IMAPOptions>) {
        self.conversation = conversation
        self.store = store
        self.security = security
        sharedOptions = options
        if case .implicit = security { isEncrypted = true } else { isEncrypted = false }
    }

    /// Serves the client until one of the two has enough.
    func run() async {
        do {
            try await greet()
            while true { try await perform(try await readCommand()) }
        } catch let ended as Conversation.Ended {
            conversation.noteEnd(ended.reason)
        } catch {
            conversation.noteEnd(String(describing: error))
        }
    }

    /// Comes to a moment of a step; see `Conversation.reach`.
    func reach(_ steps: [Script.Step], _ moment: Script.Moment, words: String = "") async throws -> [String]? {
        try await conversation.reach(steps, moment, words: words) { "* BYE " + $0 }
    }

    private func greet() async throws {
        conversation.note([.connect], words: "")
        _ = try await reach([.connect], .arrived)
        let answer = try await reach([.greeting], .arrived)
        let greeting = "* OK [CAPABILITY \(capabilityLine)] \(options.name) ready"
        for line in answer ?? [greeting] { conversation.write(line + "\r\n") }
        _ = try await reach([.greeting], .answered)
    }

    // MARK: Reading

    private func readCommand() async throws -> IMAPCommand {
        while true {
            var pieces: [IMAPCommandParser.Piece] = []
            do {
                try await readPieces(into: &pieces)
                return try IMAPCommandParser.parse(pieces)
            } catch let refusal as IMAPRefusal {
                conversation.write("\(IMAPCommandParser.tag(of: pieces)) \(refusal.line)\r\n")
            }
        }
    }

    private func readPieces(into pieces: inout [IMAPCommandParser.Piece]) async throws {
        while true {
            let line = try await conversation.readLine()
            guard let announced = IMAPCommandParser.Announcement(endOf: line) else {
                return pieces.append(.text(line))
            }
            pieces.append(.text(Array(line.dropLast(announced.length))))
            let mayCome = announced.size <= options.largestAppend
            if announced.isSynchronizing {
                guard mayCome else { throw IMAPRefusal.no("[TOOBIG] at most \(options.largestAppend) bytes") }
                conversation.write("+ go ahead\r\n")
            } else if !mayCome || !options.has("LITERAL+") {
                conversation.write("* BYE that literal can't be taken\r\n")
                try await conversation.flush()
                throw Conversation.Ended(reason: "a literal of \(announced.size) bytes that nobody asked for")
            }
            pieces.append(.literal(try await conversation.read(announced.size)))
        }
    }

    // MARK: Answering

    private func perform(_ command: IMAPCommand) async throws {
        let isLogin = command.name == "LOGIN" || command.name == "AUTHENTICATE"
        let isSTARTTLS = command.name == "STARTTLS"
        let steps = [Script.Step(command.name)] + (isLogin ? [.login] : []) + [.any]
        conversation.note(steps, words: command.words)
        if let lines = try await reach(steps, .arrived, words: command.words) {
            return answer(lines, to: command)
        }
        var completion: String
        var isOK = true
        do {
            completion = "OK " + (try await execute(command) ?? "\(command.name) done")
        } catch let refusal as IMAPRefusal {
            (completion, isOK) = (refusal.line, false)
        } catch let error as MailStoreError {
            (completion, isOK) = ("NO \(code(for: error, in: command))\(error)", false)
        }
        try await tellChanges(removals: !IMAPSession.keepsNumbers.contains(command.name))
        let lines = try await reach(steps, .done, words: command.words)
        answer(lines ?? [completion], to: command)
        _ = try await reach(steps, .answered, words: command.words)
        if isSTARTTLS, isOK, lines == nil { try await beginTLS() }
        if command.name == "LOGOUT" {
            try await conversation.flush()
            throw Conversation.Ended(reason: nil)
        }
    }

    /// Commands after which no EXPUNGE may come, since the client counts in sequence numbers (RFC 3501 section 7.4.1).
    private static let keepsNumbers: Set<String> = ["FETCH", "STORE", "SEARCH"]

    private func answer(_ lines: [String], to command: IMAPCommand) {
        for line in lines {
            let isStatus = ["OK", "NO", "BAD"].contains(line.prefix { $0 != " " }.uppercased())
            conversation.write((isStatus ? "\(command.tag) " : "") + line + "\r\n")
        }
    }

    private func code(for error: MailStoreError, in command: IMAPCommand) -> String {
        switch error {
        case .noSuchFolder:
            ["APPEND", "COPY", "UID COPY", "MOVE", "UID MOVE"].contains(command.name)
                ? "[TRYCREATE] " : "[NONEXISTENT] "
        case .folderExists: "[ALREADYEXISTS] "
        case .impossibleName: "[CANNOT] "
        }
    }

    var capabilityLine: String {
        let told = options.capabilities.filter { capability in
            if capability.name.hasPrefix("AUTH=") { return account == nil && mayLogIn }
            return account != nil || IMAPOptions.beforeLogin.contains(capability)
        }
        var words = ["IMAP4rev1"] + told.map(\.name)
        if case .startTLS = security, !isEncrypted { words += ["STARTTLS", "LOGINDISABLED"] }
        return words.joined(separator: " ")
    }

    /// A server that has TLS takes no password in the clear.
    var mayLogIn: Bool {
        if case .startTLS = security { return isEncrypted }
        return true
    }

    private func beginTLS() async throws {
        guard case .startTLS(let identity) = security else { return }
        try await conversation.startTLS(identity.context)
        isEncrypted = true
    }
}
