import Configuration
import Correspondence
import Foundation
import Ledger

/// Whether answers that people give in the marketplace's own pages can be seen: only by the copies that it mails.
enum SellerCentralCheck {
    static func tell(_ configuration: Configuration, _ tell: (String) -> Void) async throws {
        var seen: [String: Instant] = [:]
        if FileManager.default.fileExists(atPath: configuration.storePath) {
            try StoreOwner.become(store: configuration.storePath)
            let ledger = try SQLiteLedger.open(readOnly: configuration.storePath)
            for mailbox in configuration.mailboxes {
                seen[mailbox.key] = try await ledger.lastAnswer(mailbox.key, from: PersonsAnswer.sellerCentral)
            }
        }
        for mailbox in configuration.mailboxes {
            tell("\(mailbox.key): \(words(mailbox.sellerCentral, lastCopy: seen[mailbox.key]))")
        }
    }

    static func words(_ use: Configuration.Mailbox.SellerCentral, lastCopy: Instant?) -> String {
        switch (use, lastCopy) {
        case (.used, nil):
            "warning: no copy of an answer given in Seller Central has ever come in: answers there are not seen, and replyd "
                + "would answer past them. Switch on Confirmation Notifications for this address in Seller Central "
                + "(Settings, Notification Preferences, Messaging), answer one mail there, and look here again; or write "
                + "seller_central = \"unused\" where nobody answers there"
        case (.used, let last?): "the last copy of an answer given in Seller Central came in at \(last.iso8601)"
        case (.unused, nil): "seller_central is unused, and no copy of an answer there has come in"
        case (.unused, let last?):
            "warning: seller_central is unused, but somebody answered there at \(last.iso8601): such mail is held; write "
                + "seller_central = \"used\" where people answer there"
        }
    }
}
