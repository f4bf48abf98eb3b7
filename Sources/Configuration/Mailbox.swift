import Correspondence

extension Configuration {
    /// `[mailboxes.KEY]`: one mailbox, how to reach it, and the rules in force there.
    public struct Mailbox: Hashable, Sendable {
        /// Its name in the file, the log and the ledger: `main`.
        public internal(set) var key: String
        /// The sender that the marketplace has approved.
        public internal(set) var address: EmailAddress
        /// Display name of the sender.
        public internal(set) var senderName: String?
        public internal(set) var imap: Server
        public internal(set) var smtp: Server
        public internal(set) var username: String
        public internal(set) var login: Login
        public internal(set) var smtpLogin: SMTPLogin
        /// What EHLO says.
        public internal(set) var ehloName: String
        /// Folders in which buyers' mail arrives; the first is the one that IDLE watches.
        public internal(set) var inbox: [String]
        /// `nil`: what the server marks `\Sent`, `\Drafts`, `\Junk` (RFC 6154).
        public internal(set) var sent: String?
        public internal(set) var drafts: String?
        public internal(set) var junk: String?
        public internal(set) var saveSent: SaveSent
        /// Under it lie the folders for people: Hold, Send now, …
        public internal(set) var folders: String
        public internal(set) var poll: Duration
        public internal(set) var tls: TLS
        /// PEM file of the authorities to believe; `nil`: the system's.
        public internal(set) var caFile: String?
        /// Who may get a reply.
        public internal(set) var accept: [Acceptance]
        /// Whose `Authentication-Results` (RFC 8601) are believed; `nil`: nobody's.
        public internal(set) var authservID: String?
        /// How far back the very first start reads.
        public internal(set) var since: Duration
        public internal(set) var backlog: Backlog
        public internal(set) var sellerCentral: SellerCentral

        /// The windows for all kinds; proactive mail keeps its hours.
        public internal(set) var windows: Windows
        public internal(set) var kinds: KindTable
        public internal(set) var sending: Sending
        public internal(set) var returns: Returns
        public internal(set) var limits: Limits
        public internal(set) var digest: Digest?
        public internal(set) var alerts: Alerts
        public internal(set) var proactive: Proactive

        public func rules(_ kind: Kind) -> KindRules { kinds[kind].rules }

        public enum Login: Hashable, Sendable {
            case password(SecretSource)
            case oauth2(OAuth2)
        }

        public enum SMTPLogin: Hashable, Sendable {
            case asIMAP
            case none
            case own(username: String, password: SecretSource)
        }

        /// Who files a sent reply.
        public enum SaveSent: String, Hashable, Sendable, CaseIterable {
            /// Looked up once: `append`, unless the provider is known to file by itself.
            case auto
            case append, server, none
        }

        public enum TLS: String, Hashable, Sendable, CaseIterable { case required, none }

        /// Whether people also answer in the marketplace's own pages.
        public enum SellerCentral: String, Hashable, Sendable, CaseIterable { case used, unused }
    }

    /// `oauth2 = { … }`: a refresh token instead of a password.
    public struct OAuth2: Hashable, Sendable {
        public internal(set) var tokenURL: String
        /// Where a person agrees, in a browser (RFC 6749, 3.1); `nil`: there is no such page.
        public internal(set) var authorizationURL: String?
        /// Where a device asks for a code (RFC 8628, 3.1); `nil`: the provider has no such flow for mail.
        public internal(set) var deviceURL: String?
        public internal(set) var scope: String?
        public internal(set) var clientID: String
        /// Public clients have none.
        public internal(set) var clientSecret: SecretSource?
        public internal(set) var refreshToken: SecretSource

        /// Providers whose addresses and scopes are known.
        public enum Provider: String, Hashable, Sendable, CaseIterable { case google, microsoft }
    }
}
