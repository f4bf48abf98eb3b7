import Correspondence
import Foundation

extension Configuration {
    /// `[returns]`: what the return templates say.
    public struct Returns: Hashable, Sendable {
        public internal(set) var windowDays: Int
        /// For sites without an address of their own.
        public internal(set) var address: String?
        /// By the site's country, ISO 3166: it must lie there (domain facts, returns).
        public internal(set) var addresses: [String: String]

        /// The address for a site's country; `nil` where there is none.
        public func address(country: String) -> String? { addresses[country] ?? address }
    }
}

extension Configuration.Returns {
    init(_ scope: Scope) {
        windowDays = scope.read("window_days", .number(1...366, example: 30)) ?? 30
        address = scope.read("address", .postalAddress)
        addresses = [:]
        let byCountry = scope.child("addresses")
        for section in byCountry.sections {
            for country in section.keys {
                let address = byCountry.read(country, .postalAddress)
                if country != "UK", Locale.Region(country).isISORegion, country.utf8.count == 2,
                    country == country.uppercased()
                {
                    addresses[country] = address
                } else {
                    let remedy = country.uppercased() == "UK" ? "write GB" : "write its two capital letters, such as DE"
                    scope.problems.report(
                        section.path.appending(country), "\"\(country)\" is no country of ISO 3166", remedy)
                }
            }
        }
    }
}

extension Wanted<String> {
    static let postalAddress = text(example: "\"Shop Example, Lagerstr. 1, 10115 Berlin\"", lines: true)
}
