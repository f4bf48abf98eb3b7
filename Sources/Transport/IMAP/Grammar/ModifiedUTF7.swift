/// The coding of folder names on servers without UTF8=ACCEPT (RFC 3501 section 5.1.3).
public enum ModifiedUTF7 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)

    /// A name as it stands on the wire: printable ASCII only.
    public static func encode(_ name: String) -> [UInt8] {
        var out: [UInt8] = []
        var foreign: [UInt16] = []
        func flush() {
            guard !foreign.isEmpty else { return }
            out.append(UInt8(ascii: "&"))
            var bits: UInt32 = 0
            var count = 0
            for unit in foreign {
                bits = bits << 16 | UInt32(unit)
                count += 16
                while count >= 6 {
                    count -= 6
                    out.append(alphabet[Int(bits >> UInt32(count) & 63)])
                }
                bits &= (1 << UInt32(count)) - 1
            }
            if count > 0 { out.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
            out.append(UInt8(ascii: "-"))
            foreign = []
        }
        for unit in name.utf16 {
            if unit >= 0x20 && unit < 0x7f {
                flush()
                out.append(UInt8(unit))
                if unit == UInt16(UInt8(ascii: "&")) { out.append(UInt8(ascii: "-")) }
            } else {
                foreign.append(unit)
            }
        }
        flush()
        return out
    }

    /// The name; nil for what is not in this coding.
    public static func decode(_ bytes: some Sequence<UInt8>) -> String? {
        var units: [UInt16] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            guard byte >= 0x20, byte < 0x7f else { return nil }
            guard byte == UInt8(ascii: "&") else {
                units.append(UInt16(byte))
                continue
            }
            var bits: UInt32 = 0
            var count = 0
            var digits = 0
            while true {
                guard let next = iterator.next() else { return nil }
                if next == UInt8(ascii: "-") { break }
                guard let value = alphabet.firstIndex(of: next) else { return nil }
                bits = bits << 6 | UInt32(value)
                count += 6
                digits += 1
                if count >= 16 {
                    count -= 16
                    units.append(UInt16(truncatingIfNeeded: bits >> UInt32(count)))
                    bits &= (1 << UInt32(count)) - 1
                }
            }
            if digits == 0 { units.append(UInt16(UInt8(ascii: "&"))) }
            // Left over may only be padding: less than a digit, all zero.
            guard count < 6, bits == 0 else { return nil }
        }
        return String(validating: units, as: UTF16.self)
    }
}
