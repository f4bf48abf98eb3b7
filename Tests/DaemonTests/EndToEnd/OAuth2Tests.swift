import Foundation
import LoopbackMail
import ServerBed
import Testing

@testable import Daemon

@Suite("Login by OAuth 2, with an authorisation server on loopback")
struct OAuth2Tests {
    /// The world, whose mail servers take what the authorisation server gave out last.
    private static func run(
        _ behaviour: AuthorizationServer.Behaviour = .init(),
        _ story: (World, AuthorizationServer, Int) async throws -> Void
    ) async throws {
        try await World.run { world in
            let store = world.store
            let server = AuthorizationServer(behaviour) { token in
                store.setCredentials(of: World.user, password: UUID().uuidString, token: token)
            }
            let port = try await server.start()
            do { try await story(world, server, port) } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }
    }

    private static func tokenFile(_ world: World) -> String { world.folder.appendingPathComponent("refresh").path }

    /// The world's configuration with a token in place of the password.
    private static func configure(
        _ world: World, port: Int, token: String? = "first", servers: World.Servers? = nil
    ) throws {
        let path = try world.configure(servers: servers)
        if let token {
            _ = FileManager.default.createFile(
                atPath: tokenFile(world), contents: Data("\(token)\n".utf8), attributes: [.posixPermissions: 0o600])
        }
        let base = "http://127.0.0.1:\(port)"
        let oauth2 = """
            oauth2 = { token_url = "\(base)/token", authorization_url = "\(base)/authorize", \
            device_url = "\(base)/device", client_id = "replyd", refresh_token = { file = "\(tokenFile(world))" } }
            """
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("password = ") ? oauth2 : String(line)
        }
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static func good(_ change: (inout AuthorizationServer.Behaviour) -> Void = { _ in })
        -> AuthorizationServer.Behaviour
    {
        var behaviour = AuthorizationServer.Behaviour()
        behaviour.refreshTokens = ["first"]
        change(&behaviour)
        return behaviour
    }

    @Test(
        "a buyer is answered over connections that share one access token; a renewed refresh token outlives a restart")
    func answered() async throws {
        try await Self.run(Self.good { $0.rotates = true }) { world, server, port in
            try Self.configure(world, port: port)
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in
                try await world.event("reply.filed", ["message": "q1@buyers.example"])
            }
            let asked = server.requests.count
            #expect(asked == 1, "IMAP, SMTP and the look at people share it")
            try await world.withDaemon { _ in
                try world.account.deliver(Buyer.mail("q2"))
                try await world.event("reply.filed", ["message": "q2@buyers.example"])
            }
            #expect(server.requests.last?["refresh_token"]?.hasPrefix("refresh-") == true)
            let kept = world.folder.appendingPathComponent("oauth2/main.json").path
            let mode = try FileManager.default.attributesOfItem(atPath: kept)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let log = try String(contentsOfFile: world.logPath, encoding: .utf8)
            for secret in ["first", "refresh-", "access-"] { #expect(!log.contains(secret), "\(secret) is in the log") }
        }
    }

    @Test("an access token that is good no more is replaced at once, and one that is short-lived in time")
    func renewed() async throws {
        try await Self.run(Self.good { $0.lifetime = 60 }) { world, server, port in
            try Self.configure(world, port: port)
            try await world.withDaemon { _ in
                try await world.event("mailbox.connected")
                // What the provider gave out is taken back: the next login is refused, and another token asked for.
                world.store.setCredentials(of: World.user, password: "x", token: "none")
                await world.imap.cutConnections(reset: true)
                try await world.event("mailbox.connected", count: 2)
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.filed")
            }
            #expect(server.requests.count == 2)
            #expect(world.events("login.refused").isEmpty)
        }
    }

    @Test(
        "a refusal is told in words of its own, once, and rests",
        arguments: [
            (#"{"error": "invalid_grant", "error_description": "Token has been revoked."}"#, "run replyd login main"),
            (#"{"error": "invalid_client"}"#, "compare client_id and client_secret"),
            (#"{"error": "invalid_scope"}"#, "set scope to what the provider names"),
            ("<html>", "the provider gives no token (HTTP status 400)"),
        ])
    func refused(_ body: String, _ words: String) async throws {
        let behaviour = Self.good { $0.refusals = Array(repeating: (400, body), count: 50) }
        try await Self.run(behaviour) { world, server, port in
            try Self.configure(world, port: port)
            try await world.withDaemon { _ in
                let event = try await world.event("login.refused")
                #expect(event["reason"]?.contains(words) == true, "\(event)")
                try await Task.sleep(for: .seconds(3))
                #expect(server.requests.count == 1, "no loop")
            }
        }
    }

    @Test("a provider that is ill is asked again, without a word of a refusal")
    func ill() async throws {
        try await Self.run(Self.good { $0.refusals = [(503, ""), (429, "{}")] }) { world, server, port in
            try Self.configure(world, port: port)
            try await world.withDaemon { _ in
                try await world.event("mailbox.lost")
                try await world.event("mailbox.connected")
            }
            #expect(world.events("login.refused").isEmpty)
            #expect(server.requests.count >= 3)
        }
    }

    @Test("a token of another account is told as that")
    func anotherAccount() async throws {
        let server = AuthorizationServer(Self.good())
        let port = try await server.start()
        try await World.run { world in
            try Self.configure(world, port: port)
            try await world.withDaemon { _ in
                let event = try await world.event("login.refused")
                #expect(event["reason"]?.contains("it is of another account or its scope has no mail") == true)
            }
        }
        await server.stop()
    }

    @Test("replyd login: the browser comes back with the code, the mailbox is tried, the token is written")
    func byBrowser() async throws {
        try await Self.run { world, server, port in
            try Self.configure(world, port: port, token: nil)
            let said = world.folder.appendingPathComponent("said").path
            let login = Task {
                try await World.execute(
                    "/bin/sh",
                    ["-c", "\(World.program("replyd").path) login --config \(world.configurationPath) 2>\(said)"])
            }
            let words = try await Self.words(said, until: "code_challenge")
            let address = try #require(words.split(separator: "\n").first { $0.hasPrefix("http://") })
            // curl is the browser that follows the provider back.
            let browser = try await World.execute("/usr/bin/curl", ["-sL", String(address)])
            #expect(browser.out.contains("you can close this page"))
            let end = try await login.value
            #expect(end.code == 0, "\(end.out)\(words)")
            let token = try String(contentsOfFile: Self.tokenFile(world), encoding: .utf8)
            #expect(token.hasPrefix("refresh-"))
            try world.account.deliver(Buyer.mail("q1"))
            try await world.withDaemon { _ in try await world.event("reply.filed") }
        }
    }

    @Test("replyd login --device: pending and slow_down are waited out; --paste takes a pasted address, and no other's")
    func byDevice() async throws {
        let behaviour = AuthorizationServer.Behaviour()
        try await Self.run(behaviour) { world, server, port in
            try Self.configure(world, port: port, token: nil)
            server.change { $0.refusals = [(400, #"{"error": "authorization_pending"}"#)] }
            let end = try await world.replyd("login", "main", "--device")
            #expect(end.code == 0, "\(end.err)")
            #expect(end.err.contains("WDJB-MJHT"))
            #expect(server.requests.count == 2)

            let forged = "http://127.0.0.1:1/?code=code-9&state=wrong"
            let pasted = try await World.execute(
                "/bin/sh",
                [
                    "-c",
                    "echo '\(forged)' | \(World.program("replyd").path) login --paste --config \(world.configurationPath)",
                ])
            #expect(pasted.code == 1)
            #expect(pasted.err.contains("the answer is not to this question"))
            server.change { $0.refusals = [(400, #"{"error": "access_denied"}"#)] }
            let denied = try await world.replyd("login", "--device")
            #expect(denied.code == 1)
            #expect(denied.err.contains("the person did not agree"))
        }
    }

    private static func words(_ path: String, until sign: String) async throws -> String {
        try await eventually("replyd's words") {
            ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").contains(sign)
        }
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test("a wrong mailbox or place is told before anybody has to open a browser")
    func wrong() async throws {
        try await World.run { world in
            try world.configure()
            let none = try await world.replyd("login")
            #expect(none.code == 64 && none.err.contains("no mailbox has oauth2"), "\(none.err)")
            let unknown = try await world.replyd("login", "other")
            #expect(unknown.code == 64 && unknown.err.contains("there is no mailbox other"))
        }
    }

    @Test("Dovecot takes the token by OAUTHBEARER or XOAUTH2", .enabled(if: Dovecot.isInstalled))
    func dovecot() async throws {
        try await Self.run(Self.good()) { world, server, port in
            var options = Dovecot.Options()
            options.introspection = "http://127.0.0.1:\(port)/introspect"
            let dovecot = try await Dovecot.start(in: world.folder, options: options)
            do {
                var place = world.servers
                place.imap = "imaps://localhost:\(dovecot.imapsPort)"
                let both = world.folder.appendingPathComponent("both.pem").path
                try
                    (String(contentsOfFile: world.caFile, encoding: .utf8)
                    + String(contentsOfFile: dovecot.caFile, encoding: .utf8))
                    .write(toFile: both, atomically: true, encoding: .utf8)
                place.caFile = both
                try Self.configure(world, port: port, servers: place)
                try dovecot.deliver(Buyer.mail("q1"), to: World.user)
                try await world.withDaemon { _ in
                    try await world.event("reply.filed")
                    // Dovecot, too, is asked anew once it does not know the token any more.
                    server.forgetAccessTokens()
                }
            } catch {
                await dovecot.stop()
                throw error
            }
            await dovecot.stop()
            #expect(world.smtp.mails.count == 1)
        }
    }

    @Test("tokens are refreshed between 80 and 95 percent of their life")
    func refreshTimes() {
        #expect(TokenKeeper.refreshAfter(.seconds(1000), jitter: 0) == .seconds(800))
        #expect(TokenKeeper.refreshAfter(.seconds(1000), jitter: 1) == .seconds(950))
    }
}
