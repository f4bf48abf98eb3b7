import Correspondence
import MIME

/// Reads off a returned mail which of ours it means, and for good or not.
struct BounceReader {
    let mail: Mail

    init(_ mail: Mail) { self.mail = mail }

    func read() -> Bounce {
        let reported = mail.report.map(fromReport) ?? Bounce()
        var bounce = fromText()
        bounce.status = reported.status ?? bounce.status
        bounce.diagnostic = reported.diagnostic
        bounce.originals = Self.unique(
            mail.returnedIdentifiers(in: ["Message-ID", "X-Replyd-Reply"]) + mail.inReplyTo + mail.references.reversed()
        )
        bounce.originalMessageID = bounce.originals.first
        if !reported.recipients.isEmpty { bounce.recipients = reported.recipients }
        if bounce.recipients.isEmpty, let to = mail.report?.returned?.first("To") {
            bounce.recipients = AddressScan.addresses(in: to).map(\.description)
        }
        if mail.report?.type == "delivery-status", mail.report?.recipients.isEmpty == false {
            bounce.permanent = reported.permanent
        }
        // Who complains has got the mail (RFC 5965).
        if mail.report?.type == "feedback-report" { bounce.permanent = false }
        return bounce
    }

    private func fromReport(_ report: Report) -> Bounce {
        let statuses = report.recipients.compactMap { $0["status"].flatMap(Self.status) }
        let actions = report.recipients.compactMap { $0["action"]?.lowercased() }
        let recipients = report.recipients.compactMap { fields in
            (fields["original-recipient"] ?? fields["final-recipient"]).flatMap(Self.address)
        }
        let failed = actions.contains { $0.hasPrefix("fail") }
        let delayed = actions.contains { $0.hasPrefix("delay") }
        return Bounce(
            status: statuses.first { $0.hasPrefix("5") } ?? statuses.first,
            diagnostic: report.recipients.lazy.compactMap { $0["diagnostic-code"] }.first { !$0.isEmpty },
            recipients: Self.unique(recipients),
            permanent: failed || (!delayed && !statuses.allSatisfy { $0.hasPrefix("4") })
                || statuses.isEmpty && !delayed)
    }

    private func fromText() -> Bounce {
        let text = mail.text
        var status: String?
        var recipients: [String] = []
        // Addresses that stand among words, and those that the copy of our mail went to: for want of better ones.
        var mentioned: [String] = []
        var receivers: [String] = []
        var isCopy = false
        for line in text.split(separator: "\n", maxSplits: 2_000) {
            let trimmed = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
            if status == nil { status = Self.statusInside(trimmed) }
            isCopy = isCopy || Self.isHeader(trimmed)
            guard trimmed.utf8.count < 400, recipients.count + mentioned.count + receivers.count < 100 else { continue }
            if isCopy {
                if trimmed.hasPrefix("To:") { receivers += AddressScan.addresses(in: trimmed).map(\.description) }
            } else if let address = Self.recipient(trimmed) {
                recipients.append(address)
            } else {
                mentioned += AddressScan.addresses(in: trimmed).map(\.description)
            }
        }
        if let failed = mail.headers.first("X-Failed-Recipients") {
            recipients = failed.split(separator: ",").compactMap { Self.address(String($0)) }
        }
        let ours = Set((mail.to.map(\.address) + [mail.from?.address ?? ""]).map { $0.lowercased() })
        for fallback in [mentioned.filter { !ours.contains($0.lowercased()) }, receivers] where recipients.isEmpty {
            recipients = fallback
        }
        let words = Folding.fold(mail.subject + " " + text.prefix(1_000))
        let isDelay = status.map { $0.hasPrefix("4") } ?? BounceWords.delays.contains(where: words.holds)
        return Bounce(status: status, recipients: Self.unique(recipients), permanent: !isDelay)
    }

    // MARK: - Words of a line

    /// `5.1.1` of `5.1.1 (bad destination mailbox address)`; `nil` for anything else.
    private static func status(_ text: String) -> String? { statusInside(Substring(text)) }

    /// An enhanced status code (RFC 3463) that stands alone: digit, dot, digits, dot, digits.
    static func statusInside(_ line: Substring) -> String? {
        var line = line
        return line.withUTF8 { bytes -> String? in
            var index = 0
            while index + 4 < bytes.count {
                defer { index += 1 }
                guard bytes[index] == UInt8(ascii: "5") || bytes[index] == UInt8(ascii: "4"),
                    bytes[index + 1] == UInt8(ascii: "."),
                    index == 0 || !(Bytes.isWord(bytes[index - 1]) || bytes[index - 1] == UInt8(ascii: "."))
                else { continue }
                var end = index + 2
                while end < bytes.count, end < index + 5, Bytes.isDigit(bytes[end]) { end += 1 }
                guard end > index + 2, end + 1 < bytes.count, bytes[end] == UInt8(ascii: ".") else { continue }
                let detail = end + 1
                end = detail
                while end < bytes.count, end < detail + 3, Bytes.isDigit(bytes[end]) { end += 1 }
                guard end > detail else { continue }
                if end < bytes.count, Bytes.isWord(bytes[end]) { continue }
                if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), Bytes.isDigit(bytes[end + 1]) { continue }
                return String(decoding: bytes[index..<end], as: UTF8.self)
            }
            return nil
        }
    }

    /// The address in a field such as `rfc822; name@example.org`.
    private static func address(_ field: String) -> String? {
        let value = field.split(separator: ";").last.map(String.init) ?? field
        let bare = value.filter { $0 != "<" && $0 != ">" && !$0.isWhitespace }
        return EmailAddress(bare)?.description
    }

    /// The address of a line that is about a receiver: in brackets, alone, or before a colon.
    private static func recipient(_ line: Substring) -> String? {
        guard line.utf8.count < 400, line.utf8.contains(UInt8(ascii: "@")) else { return nil }
        if line.first == "<" {
            return bracketed(line).flatMap { EmailAddress($0)?.description }
        }
        let words = line.split { $0.isWhitespace || $0 == "," }
        guard let first = words.first, words.count == 1 || first.hasSuffix(":") else { return nil }
        return EmailAddress(first.trimming { ":;.'\"".contains($0) })?.description
    }

    private static func bracketed(_ line: Substring) -> String? {
        guard let open = line.firstIndex(of: "<"), let close = line[open...].firstIndex(of: ">") else { return nil }
        let inside = line[line.index(after: open)..<close].filter { !$0.isWhitespace }
        return inside.isEmpty ? nil : inside
    }

    /// Whether a line begins the copy of our own mail, whose addresses are not those that failed.
    private static func isHeader(_ line: Substring) -> Bool {
        line.hasPrefix("Received:") || line.hasPrefix("Return-Path:") || line.hasPrefix("Message-ID:")
            || line.hasPrefix("Message-Id:") || line.hasPrefix("From: ")
    }

    private static func unique(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0.lowercased()).inserted }
    }
}

extension Substring {
    fileprivate func trimming(_ isEdge: (Character) -> Bool) -> String {
        var part = self
        while let first = part.first, isEdge(first) { part.removeFirst() }
        while let last = part.last, isEdge(last) { part.removeLast() }
        return String(part)
    }
}
