/// Words in capitals, one after another.
enum Shouting {
    /// Of that many letters and more; shorter ones neither count nor calm.
    private static let fewestLetters = 3
    private static let fewestWords = 3

    /// The first run of words in capitals; names of things (`USB`) and whatever has a digit are passed over.
    static func excerpt(_ text: String) -> String? {
        var run: [Substring] = []
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" }) {
            if word.contains(where: \.isNumber) || acronyms.contains(String(word)) { continue }
            let letters = word.filter(\.isLetter)
            if letters.allSatisfy(\.isUppercase) {
                if letters.count >= fewestLetters { run.append(word) }
            } else if run.count < fewestWords {
                run = []
            } else {
                break
            }
        }
        return run.count >= fewestWords ? run.joined(separator: " ") : nil
    }

    private static let acronyms: Set<String> = [
        "ASIN", "SKU", "FBA", "FBM", "RMA", "VAT", "EAN", "ISBN", "UPC", "PDF", "JPG", "PNG", "USB", "USB-C", "HDMI",
        "LED", "LCD", "SSD", "GPS", "DHL", "UPS", "GLS", "DPD", "TNT", "USPS", "GMBH", "LTD", "LLC", "INC", "SARL",
        "SRL",
    ]
}
