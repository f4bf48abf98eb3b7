import Foundation

/// One client's session (RFC 5321 section 3): reads commands, one after the other, and carries them out.
final class SMTPSession {
    /// A mail that is being handed over.
    private struct Envelope {
        let sender: String
        let parameters: [String]
        var recipients: [String] = []
    }

    private let conversation: Conversation
    private let store: MailStore
    private let outbox: Outbox
    private let security: Security
    private let sharedOptions: Shared<SMTPOptions>

    /// Whether the client has introduced itself, with EHLO or HELO.
    private var isGreeted = false

    private var isEncrypted: Bool

    /// Set once the client has logged in.
    private var user: String?

    /// Set between MAIL and the final dot.
    private var envelope: Envelope?

    private var options: SMTPOptions { sharedOptions.current }

    init(
        _ conversation: Conversation, store: MailStore, outbox: Outbox, security: Security,
        options: Shared<SMTPOptions>
    ) {
        self.conversation = conversation
        self.store = store
        self.outbox = outbox
        self.security = security
        sharedOptions = options
        if case .implicit = security { isEncrypted = true } else { isEncrypted = false }
    }

    /// Serves the client until one of the two has enough.
    func run() async {
        do {
            conversation.note([.connect], words: "")
            _ = try await reach([.connect], .arrived)
            let answer = try await reach([.greeting], .arrived)
            give(answer ?? ["220 \(options.name) ESMTP"])
            _ = try await reach([.greeting], .answered)
            while true { try await perform(try await conversation.readLine()) }
        } catch let ended as Conversation.Ended {
            conversation.noteEnd(ended.reason)
        } catch {
            conversation.noteEnd(String(describing: error))
        }
    }

    // MARK: Steps

    private func reach(_ steps: [Script.Step], _ moment: Script.Moment, words: String = "") async throws -> [String]? {
        try await conversation.reach(steps, moment, words: words) { "421 4.3.2 \($0)" }
    }

    private func give(_ lines: [String]) { for line in lines { conversation.write(line + "\r\n") } }

    /// Carries out one command, with the script looking on.
    private func perform(_ line: [UInt8]) async throws {
        let said = String(decoding: line, as: UTF8.self)
        let verb = said.prefix { $0 != " " }.uppercased()
        let rest = said.dropFirst(verb.count).trimmingPrefix(" ")
        let words = verb == "AUTH" ? rest.prefix { $0 != " " } + " ****" : rest
        let steps = [Script.Step(verb)] + (verb == "AUTH" ? [.login] : []) + [.any]
        conversation.note(steps, words: String(words))
        if let lines = try await reach(steps, .arrived, words: String(words)) { return give(lines) }
        let replies =
            line.count > 2_000 ? [SMTPReply(500, "5.5.6", "line too long")] : try await execute(verb, String(rest))
        let lines = try await reach(steps, .done, words: String(words))
        give(lines ?? text(of: replies))
        _ = try await reach(steps, .answered, words: String(words))
        guard lines == nil, let code = replies.last?.code else { return }
        if verb == "STARTTLS", code == 220 { try await beginTLS() }
        if verb == "DATA", code == 354 { try await takeMail() }
        if verb == "QUIT" {
            try await conversation.flush()
            throw Conversation.Ended(reason: nil)
        }
    }

    private func execute(_ verb: String, _ rest: String) async throws -> [SMTPReply] {
        switch verb {
        case "EHLO", "HELO": return hello(verb, rest)
        case "STARTTLS": return [startTLS()]
        case "AUTH": return [try await authenticate(rest)]
        case "MAIL": return [mail(rest)]
        case "RCPT": return [recipient(rest)]
        case "DATA": return [data()]
        case "RSET":
            envelope = nil
            return [SMTPReply(250, "2.0.0", "forgotten")]
        case "NOOP": return [SMTPReply(250, "2.0.0", "nothing done")]
        case "VRFY": return [SMTPReply(252, "2.0.0", "send it and see")]
        case "QUIT": return [SMTPReply(221, "2.0.0", "until next time")]
        default: return [SMTPReply(500, "5.5.1", "\(verb.prefix(40)) is not known here")]
        }
    }

    private func text(of replies: [SMTPReply]) -> [String] {
        let enhanced = options.extensions.contains(.enhancedStatusCodes) && isGreeted
        return replies.enumerated().map { $1.line(isLast: $0 == replies.count - 1, enhanced: enhanced) }
    }

    // MARK: Commands

    private func hello(_ verb: String, _ name: String) -> [SMTPReply] {
        guard !name.isEmpty else { return [SMTPReply(501, "5.5.4", "\(verb) and your name, please")] }
        isGreeted = true
        envelope = nil
        guard verb == "EHLO" else { return [SMTPReply(250, nil, options.name)] }
        var lines = ["\(options.name) greets \(name)"]
        for known in SMTPOptions.Extension.allCases where options.extensions.contains(known) {
            switch known {
            case .size: lines.append("SIZE \(options.largestMail)")
            case .auth where mayLogIn: lines.append("AUTH " + options.mechanisms.joined(separator: " "))
            case .auth: break
            default: lines.append(known.rawValue)
            }
        }
        if case .startTLS = security, !isEncrypted { lines.append("STARTTLS") }
        return lines.map { SMTPReply(250, nil, $0) }
    }

    private func startTLS() -> SMTPReply {
        guard case .startTLS = security, !isEncrypted else {
            return SMTPReply(502, "5.5.1", "STARTTLS is not known here")
        }
        return SMTPReply(220, "2.0.0", "begin TLS now")
    }

    private func authenticate(_ rest: String) async throws -> SMTPReply {
        let words = rest.split(separator: " ").map(String.init)
        guard options.extensions.contains(.auth), mayLogIn else { return SMTPReply(538, "5.7.11", "not without TLS") }
        guard user == nil else { return SMTPReply(503, "5.5.1", "you have logged in already") }
        guard let name = words.first?.uppercased(), options.mechanisms.contains(name),
            let mechanism = SASLExchange.Mechanism(rawValue: name)
        else { return SMTPReply(504, "5.5.4", "that mechanism is not known here") }
        var exchange = SASLExchange(mechanism)
        let initial = words.count > 1 ? Base64.decode(words[1]) : nil
        guard words.count < 2 || initial != nil else { return SMTPReply(501, "5.5.2", "that is not base64") }
        var turn = exchange.begin(initial: initial)
        while case .challenge(let challenge) = turn {
            guard let answer = try await ask(challenge) else { return SMTPReply(501, "5.5.2", "given up") }
            turn = exchange.answer(answer)
        }
        guard case .complete(let credentials) = turn else { return SMTPReply(501, "5.5.2", "malformed response") }
        guard let account = store.signIn(credentials) else {
            if mechanism.explainsRefusal { _ = try await ask(SASLExchange.refusal) }
            return SMTPReply(535, "5.7.8", "wrong name or password")
        }
        user = account.name
        return SMTPReply(235, "2.7.0", "welcome")
    }

    private func ask(_ challenge: [UInt8]) async throws -> [UInt8]? {
        give(["334 \(Base64.encode(challenge))"])
        return Base64.decode(String(decoding: try await conversation.readLine(), as: UTF8.self))
    }

    private func mail(_ rest: String) -> SMTPReply {
        guard isGreeted else { return SMTPReply(503, "5.5.1", "EHLO first") }
        guard user != nil || !options.requiresLogin else { return SMTPReply(530, "5.7.0", "log in first") }
        guard envelope == nil else { return SMTPReply(503, "5.5.1", "one mail at a time") }
        guard let (sender, parameters) = SMTPPath.parse(rest, after: "FROM:") else {
            return SMTPReply(501, "5.5.4", "MAIL FROM:<address>, please")
        }
        for parameter in parameters {
            let name = parameter.prefix { $0 != "=" }
            guard let needed = SMTPPath.parameters[String(name)], options.extensions.contains(needed) else {
                return SMTPReply(555, "5.5.4", "\(name) is not known here")
            }
            if name == "SIZE", let size = Int(parameter.dropFirst(5)), size > options.largestMail {
                return SMTPReply(552, "5.3.4", "at most \(options.largestMail) bytes")
            }
        }
        envelope = Envelope(sender: sender, parameters: parameters)
        return SMTPReply(250, "2.1.0", "sender accepted")
    }

    private func recipient(_ rest: String) -> SMTPReply {
        guard envelope != nil else { return SMTPReply(503, "5.5.1", "MAIL first") }
        guard let (address, parameters) = SMTPPath.parse(rest, after: "TO:"), !address.isEmpty else {
            return SMTPReply(501, "5.5.4", "RCPT TO:<address>, please")
        }
        guard parameters.isEmpty else { return SMTPReply(555, "5.5.4", "no parameter is known here") }
        if let refusal = options.refusals[address.lowercased()] { return SMTPReply(verbatim: refusal) }
        envelope?.recipients.append(address)
        return SMTPReply(250, "2.1.5", "recipient accepted")
    }

    private func data() -> SMTPReply {
        guard let envelope else { return SMTPReply(503, "5.5.1", "MAIL first") }
        guard !envelope.recipients.isEmpty else { return SMTPReply(554, "5.5.1", "no recipient was accepted") }
        return SMTPReply(354, nil, "go ahead, end with a dot")
    }

    /// Reads up to the final dot and takes the mail into charge, with the script looking on.
    private func takeMail() async throws {
        var data = SMTPData()
        let limit = options.largestMail
        let raw = try await conversation.read { buffer in
            guard let end = data.end(in: buffer) else {
                guard buffer.readableBytes <= limit + (1 << 20) else { throw Conversation.Ended(reason: "too big") }
                return nil
            }
            return end
        }
        guard let envelope else { return }
        self.envelope = nil
        let steps: [Script.Step] = [.message, .any]
        let words = "<\(envelope.sender)> \(envelope.recipients.joined(separator: " ")) \(raw.readableBytes) bytes"
        conversation.note(steps, words: words)
        if let lines = try await reach(steps, .arrived, words: words) { return give(lines) }
        let bytes = SMTPData.mail(raw)
        var reply = SMTPReply(552, "5.3.4", "at most \(limit) bytes")
        if bytes.count <= limit {
            let mail = outbox.accept(options) { number in
                CapturedMail(
                    number: number, session: conversation.wire.number, time: Date(), user: user,
                    sender: envelope.sender, parameters: envelope.parameters, recipients: envelope.recipients,
                    bytes: bytes, queueID: SMTPReply.queueID(number))
            }
            reply = SMTPReply(250, "2.0.0", "Ok: queued as \(mail.queueID)")
        }
        let lines = try await reach(steps, .done, words: words)
        give(lines ?? text(of: [reply]))
        _ = try await reach(steps, .answered, words: words)
    }

    // MARK: TLS

    private var mayLogIn: Bool {
        if case .startTLS = security { return isEncrypted }
        return true
    }

    /// After TLS the client starts anew (RFC 3207 section 4.2).
    private func beginTLS() async throws {
        guard case .startTLS(let identity) = security else { return }
        try await conversation.startTLS(identity.context)
        isEncrypted = true
        isGreeted = false
        envelope = nil
    }
}
