import Correspondence
import Foundation
import MIME

@testable import Marketplace

/// Mails and recognisers in one line.
enum Make {
    static func recogniser(
        accept: [String] = ["amazon"], authservID: String? = nil, own: [String] = []
    ) throws -> Recogniser {
        Recogniser(
            profiles: [try Profile.shipped("amazon")], accept: accept, authservID: authservID,
            ownAddress: own.compactMap(EmailAddress.init))
    }

    /// A plain mail; `headers` are whole lines and come first.
    static func mail(_ headers: [String], _ body: String = "Hello.") -> Mail {
        Mail.parse(Data((headers + ["", body]).joined(separator: "\n").utf8))
    }

    static let relay = "From: Ann <a1n2n3a4n5n6a7+c0ffee00@marketplace.amazon.de>"
}
