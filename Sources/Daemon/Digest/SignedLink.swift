import Foundation
import MIME

/// The marketplace's signed link that takes a mail off the clock (domain facts 1.4). It is shown to people, never fetched.
enum SignedLink {
    /// Only on the marketplace's own hosts: a buyer's words may hold any link.
    static func find(in mail: Mail) -> String? {
        for text in [mail.html, mail.plainPart, mail.text].compactMap({ $0 }) {
            var rest = text[...]
            while let found = rest.range(of: #"https://[^\s"'<>\])]+"#, options: .regularExpression) {
                let link = String(rest[found]).replacing("&amp;", with: "&")
                if isNoResponse(link) { return link }
                rest = rest[found.upperBound...]
            }
        }
        return nil
    }

    static func isNoResponse(_ link: String) -> Bool {
        guard link.utf8.count < 2000, let parts = URLComponents(string: link), parts.user == nil, parts.port == nil,
            let host = parts.host, parts.path.contains("no-response-needed")
        else { return false }
        return host.range(of: hosts, options: .regularExpression) != nil
    }

    private static let hosts =
        #"^(sellercentral(-[a-z]+)?|www)\.amazon\.(com|[a-z]{2}|co\.(uk|jp|za)|com\.(au|be|br|mx|tr))$"#
}
