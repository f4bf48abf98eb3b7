/// What the mail's receiving server found out about its sender (RFC 8601).
///
/// Only failures count, and only those that the trusted server reports: anybody can write such a header. A missing
/// result says nothing (domain facts 1.2).
struct AuthenticationResults {
    /// The results of each method, `dmarc`, `dkim`, `spf`, from the uppermost trusted header that has it.
    private(set) var results: [String: [String]] = [:]

    /// - Parameters:
    ///   - headers: the mail's Authentication-Results, the uppermost first.
    ///   - trusted: the `authserv-id` of the server to believe. Where it is not known, the server that wrote the
    ///     uppermost header is believed: each server adds its own on top.
    init(_ headers: [String], trusted: String?) {
        var trusted = trusted?.lowercased()
        for header in headers {
            let statement = Statement(header)
            if trusted == nil { trusted = statement.server }
            guard statement.server == trusted else { continue }
            for (method, found) in statement.results where results[method] == nil { results[method] = found }
        }
    }

    /// Why the sender is not who it says, as the server put it; `nil` where nothing speaks against it.
    ///
    /// A `dkim=fail` is outweighed by another signature that passes, and `spf=fail`, which forwarding alone can cause,
    /// by a valid signature or by `dmarc=pass`.
    var failure: String? {
        if has("dmarc", "fail") { return "dmarc=fail" }
        if has("dkim", "pass") { return nil }
        if has("dkim", "fail") { return "dkim=fail" }
        return has("spf", "fail") && !has("dmarc", "pass") ? "spf=fail" : nil
    }

    private func has(_ method: String, _ result: String) -> Bool { results[method]?.contains(result) ?? false }

    /// One header: who says it, and what.
    private struct Statement {
        var server = ""
        var results: [String: [String]] = [:]

        init(_ header: String) {
            let parts = Self.withoutComments(header).split(separator: ";", omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                let words = part.split { $0 == " " || $0 == "\t" }
                guard let word = words.first else { continue }
                let sides = word.split(separator: "=", maxSplits: 1)
                guard sides.count == 2 else {
                    // `authserv-id [version]`; some servers leave it out and begin with a result.
                    if index == 0 { server = word.lowercased() }
                    continue
                }
                let method = sides[0].prefix { $0 != "/" }.lowercased()
                results[method, default: []].append(sides[1].lowercased())
            }
        }

        /// Comments (RFC 5322, 3.2.2) can hold anything, also `dmarc=fail`.
        private static func withoutComments(_ header: String) -> String {
            guard header.utf8.contains(UInt8(ascii: "(")) else { return header }
            var depth = 0
            var kept = String.UnicodeScalarView()
            for scalar in header.unicodeScalars {
                if scalar == "(" { depth += 1 } else if scalar == ")" { depth = max(0, depth - 1) }
                if depth == 0, scalar != ")" { kept.append(scalar) }
            }
            return String(kept)
        }
    }
}
