/// Durations as the configuration writes them: `"90s"`, `"15m"`, `"23h"`, `"7d"`, or several together, `"1h30m"`.
public enum DurationText {
    /// The duration that `text` says, or `nil` where it says none (empty, no unit, unknown unit, negative, too long).
    public static func parse(_ text: String) -> Duration? {
        var total: Int64 = 0
        var digits = ""
        var seen = false
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard let unit = seconds[character], let count = Int64(digits) else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: unit)
            guard !overflow, product <= longest - total else { return nil }
            total += product
            digits = ""
            seen = true
        }
        return seen && digits.isEmpty ? .seconds(total) : nil
    }

    /// The shortest form that ``parse(_:)`` reads back: `"1d2h"`, `"90s"` as `"1m30s"`, nothing below a second.
    public static func write(_ duration: Duration) -> String {
        var rest = max(0, duration.inMilliseconds / 1000)
        var text = ""
        for (unit, size) in [("d", Int64(86_400)), ("h", 3_600), ("m", 60), ("s", 1)] where rest >= size {
            text += "\(rest / size)\(unit)"
            rest %= size
        }
        return text.isEmpty ? "0s" : text
    }

    private static let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    /// A hundred years: longer ones are slips of the pen.
    private static let longest: Int64 = 100 * 366 * 86_400
}
