/// STARTTLS, LOGIN and AUTHENTICATE (RFC 3501 section 6.2).
extension IMAPSession {
    /// The handshake itself begins after the answer.
    func startTLS(_ command: IMAPCommand) throws -> String? {
        guard case .startTLS = security, !isEncrypted else { throw IMAPRefusal.bad("STARTTLS is not known here") }
        return "begin TLS now"
    }

    func login(_ command: IMAPCommand) throws -> String? {
        guard mayLogIn else { throw IMAPRefusal.no("[PRIVACYREQUIRED] not without TLS") }
        guard command.arguments.count == 2, let user = command.arguments[0].text,
            let password = command.arguments[1].text
        else { throw IMAPRefusal.bad("LOGIN takes a name and a password") }
        return try admit(.password(user: user, password: password))
    }

    func authenticate(_ command: IMAPCommand) async throws -> String? {
        guard mayLogIn else { throw IMAPRefusal.no("[PRIVACYREQUIRED] not without TLS") }
        guard let name = command.arguments.first?.text,
            let mechanism = options.mechanisms.first(where: { $0.rawValue == name.uppercased() })
        else { throw IMAPRefusal.no("that mechanism is not known here") }
        var exchange = SASLExchange(mechanism)
        var initial: [UInt8]?
        if command.arguments.count > 1 {
            guard options.has("SASL-IR"), let bytes = command.arguments[1].text.flatMap(Base64.decode) else {
                throw IMAPRefusal.bad("an initial response can't be taken")
            }
            initial = bytes
        }
        var turn = exchange.begin(initial: initial)
        while case .challenge(let challenge) = turn {
            turn = exchange.answer(try await ask(challenge))
        }
        guard case .complete(let credentials) = turn else { throw IMAPRefusal.bad("malformed response") }
        if mechanism.explainsRefusal, store.signIn(credentials) == nil { _ = try await ask(SASLExchange.refusal) }
        return try admit(credentials)
    }

    private func ask(_ challenge: [UInt8]) async throws -> [UInt8] {
        conversation.write("+ \(Base64.encode(challenge))\r\n")
        let line = String(decoding: try await conversation.readLine(), as: UTF8.self)
        guard line != "*" else { throw IMAPRefusal.bad("given up") }
        guard let bytes = Base64.decode(line) else { throw IMAPRefusal.bad("that is not base64") }
        return bytes
    }

    private func admit(_ credentials: SASLExchange.Credentials) throws -> String? {
        guard let account = store.signIn(credentials) else {
            throw IMAPRefusal.no("[AUTHENTICATIONFAILED] wrong name or password")
        }
        self.account = account
        return "[CAPABILITY \(capabilityLine)] welcome"
    }
}
