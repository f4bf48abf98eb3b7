import Correspondence

/// Finds order numbers and item numbers in text (domain facts 1.3), each once, in their order.
enum IdentifierScan {
    /// Order numbers, 3-7-7 digits, that are no part of a longer number or word.
    static func orders(in text: String) -> [OrderID] {
        var found: [OrderID] = []
        var text = text
        text.withUTF8 { bytes in
            guard bytes.count >= orderLength else { return }
            var index = 0
            while index + orderLength <= bytes.count {
                // The first hyphen tells soonest that there is none here.
                guard bytes[index + 3] == hyphen else {
                    index += 1
                    continue
                }
                if isOrder(bytes, at: index), isApart(bytes, index, orderLength),
                    let order = OrderID(String(decoding: bytes[index..<index + orderLength], as: UTF8.self))
                {
                    if !found.contains(order), found.count < most { found.append(order) }
                    index += orderLength
                } else {
                    index += 1
                }
            }
        }
        return found
    }

    /// Item numbers: `B0` and eight more, or ten characters after `ASIN` or in the path of a product page.
    static func items(in text: String) -> [ASIN] {
        var found: [ASIN] = []
        var text = text
        text.withUTF8 { bytes in
            guard bytes.count >= itemLength else { return }
            for index in 0...(bytes.count - itemLength) {
                let isCommon = bytes[index] == UInt8(ascii: "B") && bytes[index + 1] == UInt8(ascii: "0")
                guard isCommon || (index > 3 && isIntroduced(bytes, at: index)) else { continue }
                guard isApart(bytes, index, itemLength),
                    let item = ASIN(String(decoding: bytes[index..<index + itemLength], as: UTF8.self))
                else { continue }
                if !found.contains(item), found.count < most { found.append(item) }
            }
        }
        return found
    }

    /// More than this in one mail is no correspondence.
    private static let most = 50
    private static let hyphen = UInt8(ascii: "-")
    private static let orderLength = 19
    private static let itemLength = 10

    private static func isOrder(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard bytes[start + 11] == hyphen, Bytes.isDigit(bytes[start]) || bytes[start] == UInt8(ascii: "S") else {
            return false
        }
        for offset in 1..<orderLength where offset != 3 && offset != 11 {
            guard Bytes.isDigit(bytes[start + offset]) else { return false }
        }
        return true
    }

    /// Whether neither a letter, a digit nor a hyphenated number goes on at either end.
    private static func isApart(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int) -> Bool {
        if start > 0, isPart(bytes[start - 1]) { return false }
        if start > 1, bytes[start - 1] == hyphen, Bytes.isDigit(bytes[start - 2]) { return false }
        let end = start + length
        if end < bytes.count, isPart(bytes[end]) { return false }
        return !(end + 1 < bytes.count && bytes[end] == hyphen && Bytes.isDigit(bytes[end + 1]))
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        Bytes.isDigit(byte) || Bytes.isLetter(byte) || byte == UInt8(ascii: "_")
    }

    /// Whether `ASIN:`, `/dp/` or `/product/` stands right before.
    private static func isIntroduced(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        switch bytes[start - 1] {
        case UInt8(ascii: "/"): ends(bytes, start, "/dp/") || ends(bytes, start, "/product/")
        case UInt8(ascii: ":"): ends(bytes, start, "ASIN:")
        case UInt8(ascii: " "): ends(bytes, start, "ASIN: ") || ends(bytes, start, "ASIN ")
        default: false
        }
    }

    private static func ends(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int, _ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end >= count else { return false }
        return (0..<count).allSatisfy { bytes[end - count + $0] == word.utf8Start[$0] }
    }
}
