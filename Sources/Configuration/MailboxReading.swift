import Correspondence

extension Configuration.Mailbox {
    /// What every mailbox is read with.
    struct Setting {
        var top: Scope
        var profiles: Set<String>
        var surroundings: Surroundings
    }

    /// `nil` where what nobody can guess is missing or wrong; all of it is reported.
    init?(_ key: String, _ own: Scope, in setting: Setting) {
        let top = setting.top
        let address = own.require("address", .address)
        let imap = own.require("imap", .server([.imaps, .imap], example: "\"imaps://imap.shop.example\""))
        let smtp = own.require("smtp", .server([.smtp, .smtps], example: "\"smtp://smtp.shop.example:587\""))
        let username = own.read("username", .text(example: "\"support@shop.example\"")) ?? address?.description
        let login = Login(own, on: setting.surroundings)
        let smtpLogin = SMTPLogin(own, on: setting.surroundings)

        self.key = key
        senderName = own.read("name", .text(example: "\"Shop Example\""))
        ehloName = own.read("ehlo_name", .hostName) ?? "localhost"
        inbox = own.read("inbox", .oneOrMore(of: .folder)) ?? ["INBOX"]
        sent = own.read("sent", .folder)
        drafts = own.read("drafts", .folder)
        junk = own.read("junk", .folder)
        saveSent = own.read("save_sent", .word()) ?? .auto
        folders = own.read("folders", .folder) ?? "replyd"
        poll = own.read("poll", .duration(atLeast: .seconds(1), example: "\"60s\"")) ?? .seconds(60)
        tls = own.read("tls", .word()) ?? .required
        caFile = own.read("ca_file", .absolutePath(example: "\"/etc/ssl/certs/ca-certificates.crt\""))
        accept = own.read("accept", .list(of: .acceptance(profiles: setting.profiles))) ?? [.profile("amazon")]
        authservID = own.read("authserv_id", .text(example: "\"mx.shop.example\""))
        since = own.read("since", .duration(example: "\"48h\"")) ?? .seconds(48 * 3600)
        backlog = own.read("backlog", .word()) ?? .hold
        sellerCentral = own.read("seller_central", .word()) ?? .used

        func nearest(_ table: String) -> Scope {
            Scope(
                own.child(table).sections + top.child(table).sections, home: own.home.appending(table),
                problems: own.problems)
        }
        windows = Configuration.Windows(nearest("windows"))
        kinds = Configuration.KindTable([own, top])
        sending = Configuration.Sending(nearest("sending"))
        returns = Configuration.Returns(nearest("returns"))
        limits = Configuration.Limits(nearest("limits"))
        digest = Configuration.Digest(nearest("digest"))
        alerts = Configuration.Alerts(nearest("alerts"))
        proactive = Configuration.Proactive(nearest("proactive"))

        if let caFile, setting.surroundings.entry(caFile) == .missing {
            own.problems.report(
                own.home.appending("ca_file"), "\(caFile) does not exist",
                "write the file of the authorities to believe, or take the key out for the system's")
        }
        if tls == .none {
            for (name, server) in [("imap", imap), ("smtp", smtp)] {
                guard let server, !server.isLoopback else { continue }
                own.problems.report(
                    own.home.appending("tls"),
                    "\"none\" would send the password to \(server.host) (\(name)) in the clear",
                    "write tls = \"required\"; \"none\" is for 127.0.0.1, ::1 and localhost only")
            }
        }
        guard let address, let imap, let smtp, let username, let login, let smtpLogin else { return nil }
        self.address = address
        self.imap = imap
        self.smtp = smtp
        self.username = username
        self.login = login
        self.smtpLogin = smtpLogin
    }
}

extension Configuration.Mailbox.Login {
    init?(_ scope: Scope, on surroundings: Surroundings) {
        let password = SecretSource("password", in: scope, on: surroundings)
        let oauth2 = Configuration.OAuth2(scope.child("oauth2"), on: surroundings)
        switch (scope.has("password"), scope.has("oauth2")) {
        case (true, true):
            scope.problems.report(
                scope.home.appending("oauth2"), "stands beside password", "keep the one that the server takes")
        case (false, false):
            scope.problems.report(
                scope.home.appending("password"), "is missing",
                "write password = \(SecretSource.example), or oauth2 = { … }")
        default: break
        }
        if let password {
            self = .password(password)
        } else if let oauth2 {
            self = .oauth2(oauth2)
        } else {
            return nil
        }
    }
}

extension Configuration.OAuth2 {
    init?(_ scope: Scope, on surroundings: Surroundings) {
        guard !scope.sections.isEmpty else { return nil }
        let provider = scope.read("provider", Wanted<Provider>.word())
        let known = provider.map(\.known)
        let tokenURL = scope.read("token_url", .webAddress) ?? known?.token
        if !scope.has("token_url"), !scope.has("provider") {
            scope.problems.report(
                scope.home.appending("token_url"), "is missing",
                "write token_url = \"https://login.example/token\", or provider = \"google\" or \"microsoft\"")
        }
        authorizationURL = scope.read("authorization_url", .webAddress) ?? known?.authorization
        deviceURL = scope.read("device_url", .webAddress) ?? known?.device
        self.scope = scope.read("scope", .text(example: "\"https://mail.google.com/\"")) ?? known?.scope
        let clientID = scope.require("client_id", .text(example: "\"…\""))
        clientSecret = SecretSource("client_secret", in: scope, on: surroundings)
        let maker = "replyd login \(scope.home.parts.dropLast().last ?? "MAILBOX")"
        let refreshToken = SecretSource("refresh_token", in: scope, on: surroundings, madeBy: maker)
        if !scope.has("refresh_token") {
            scope.problems.report(
                scope.home.appending("refresh_token"), "is missing", "write refresh_token = \(SecretSource.example)")
        }
        guard let tokenURL, let clientID, let refreshToken else { return nil }
        self.tokenURL = tokenURL
        self.clientID = clientID
        self.refreshToken = refreshToken
    }
}

extension Configuration.OAuth2.Provider {
    /// Google's device flow takes no mail scope; the scope of Microsoft's has IMAP, SMTP and a refresh token.
    fileprivate var known: (authorization: String, token: String, device: String?, scope: String) {
        switch self {
        case .google:
            (
                "https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token", nil,
                "https://mail.google.com/"
            )
        case .microsoft:
            (
                "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
                "https://login.microsoftonline.com/common/oauth2/v2.0/token",
                "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode",
                "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
            )
        }
    }
}

extension Configuration.Mailbox.SMTPLogin {
    /// The words that `smtp_auth` takes.
    private enum Word: String, CaseIterable { case asIMAP = "as_imap", none }

    init?(_ scope: Scope, on surroundings: Surroundings) {
        let word = scope.read("smtp_auth", Wanted<Word>.word())
        let username = scope.read("smtp_username", .text(example: "\"support@shop.example\""))
        let password = SecretSource("smtp_password", in: scope, on: surroundings)
        switch (scope.has("smtp_username"), scope.has("smtp_password")) {
        case (false, false):
            self = word == Word.none ? .none : .asIMAP
        case (true, true):
            if scope.has("smtp_auth") {
                scope.problems.report(
                    scope.home.appending("smtp_auth"), "stands beside smtp_username and smtp_password",
                    "keep either smtp_auth or the two")
            }
            guard let username, let password else { return nil }
            self = .own(username: username, password: password)
        case (let hasName, _):
            let missing = hasName ? "smtp_password" : "smtp_username"
            scope.problems.report(
                scope.home.appending(missing), "is missing", "smtp_username and smtp_password go together")
            return nil
        }
    }
}

extension Wanted<String> {
    static let folder = text(example: "\"INBOX\"")

    static let hostName = Wanted(noun: "a host name", example: "\"mail.shop.example\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        let usable = !text.isEmpty && text.utf8.allSatisfy { LineIndex.isBareKeyByte($0) || ".:[]".utf8.contains($0) }
        return usable
            ? .right(text)
            : .wrong(problem: "\"\(text)\" is no host name", remedy: "write for example \"mail.shop.example\"")
    }

    static let webAddress = Wanted(noun: "a URL", example: "\"https://login.example/token\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        // In the clear to this machine alone.
        let begins = ["https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"]
        let usable =
            begins.contains(where: text.hasPrefix) && text.utf8.count > 8
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return usable
            ? .right(text)
            : .wrong(
                problem: "\"\(text)\" is no https:// address",
                remedy: "write for example \"https://login.example/token\"")
    }
}
