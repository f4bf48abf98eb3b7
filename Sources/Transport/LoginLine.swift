/// Reads why a login was refused out of the server's own line.
enum LoginLine {
    /// IMAP response codes (RFC 5530 section 3) and what they mean for a login.
    private static let codes: [(String, LoginRefusal)] = [
        ("[UNAVAILABLE]", .unavailable), ("[SERVERBUG]", .unavailable), ("[INUSE]", .unavailable),
        ("[LIMIT]", .limit), ("[EXPIRED]", .expired), ("[AUTHENTICATIONFAILED]", .wrongPassword),
        ("[AUTHORIZATIONFAILED]", .wrongPassword),
    ]

    /// SMTP codes (RFC 4954 sections 4.7.0 and 6), enhanced first, then basic.
    private static let replies: [(String, LoginRefusal)] = [
        (" 5.7.8 ", .wrongPassword), (" 5.7.9 ", .other), (" 4.7.12 ", .expired), (" 4.7.0 ", .unavailable),
        (" 4.7.1 ", .limit), ("454", .unavailable), ("421", .limit), ("432", .expired), ("535", .wrongPassword),
    ]

    static func refusal(in line: String, imap: Bool) -> LoginRefusal {
        let text = line.uppercased() + " "
        if imap {
            if let known = codes.first(where: { text.contains($0.0) }) { return known.1 }
            // Without a code: the words of Exchange, Gmail and Courier.
            let failed = ["AUTHENTICATION FAILED", "INVALID CREDENTIALS", "LOGIN FAILED", "AUTHENTICATIONFAILED"]
            return failed.contains { text.contains($0) } ? .wrongPassword : .other
        }
        let dashed = text.replacing("-", with: " ", maxReplacements: 1)
        return replies.first { $0.0.hasPrefix(" ") ? dashed.contains($0.0) : dashed.hasPrefix($0.0) }?.1 ?? .other
    }
}
