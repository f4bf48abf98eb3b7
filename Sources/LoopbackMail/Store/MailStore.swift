import Synchronization

/// The mail of all users of the loopback servers, in memory. Safe to use from any thread.
///
/// ```swift
/// let store = MailStore()
/// let shop = store.addUser("support@shop.example", password: "secret")
/// try shop.deliver("Subject: Where is my order?\r\n\r\nHello\r\n")
/// ```
public final class MailStore: Sendable {
    /// What a user has to know to get in.
    private struct User: Sendable {
        let account: Account
        var password: String
        var token: String?
    }

    private let users = Mutex<[String: User]>([:])

    public init() {}

    /// Adds a user with an INBOX and the usual folders.
    ///
    /// - Parameters:
    ///   - name: the login name, which is also the address at which local delivery reaches the user.
    ///   - token: the OAuth 2 access token that XOAUTH2 and OAUTHBEARER take.
    ///   - folders: those beside INBOX that are marked for a use (RFC 6154).
    ///   - delimiter: what parts the levels of a folder's name.
    @discardableResult
    public func addUser(
        _ name: String, password: String, token: String? = nil,
        folders: [Folder.SpecialUse: String] = Account.usualFolders, delimiter: Character = "/"
    ) -> Account {
        let account = Account(name: name, folders: folders, delimiter: delimiter)
        users.withLock { $0[name.lowercased()] = User(account: account, password: password, token: token) }
        return account
    }

    /// Changes what a user has to know, as after a rotated password or an expired token; no effect on open sessions.
    public func setCredentials(of name: String, password: String, token: String? = nil) {
        users.withLock { users in
            users[name.lowercased()]?.password = password
            users[name.lowercased()]?.token = token
        }
    }

    public func account(_ name: String) -> Account? {
        users.withLock { $0[name.lowercased()]?.account }
    }

    /// The account that the credentials open, or nil.
    func signIn(_ credentials: SASLExchange.Credentials) -> Account? {
        users.withLock { users in
            guard let user = users[credentials.user.lowercased()] else { return nil }
            switch credentials {
            case .password(_, let password): return password == user.password ? user.account : nil
            case .token(_, let token): return token == user.token ? user.account : nil
            }
        }
    }
}
