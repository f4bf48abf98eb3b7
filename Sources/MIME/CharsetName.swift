/// The labels of charsets as they are written, and what is known of them.
enum CharsetName {
    /// Labels that mean windows-1252 or say nothing: what is not UTF-8 under them is read as windows-1252.
    static let latin: Set<String> = [
        "", "utf-8", "us-ascii", "ascii", "ansi_x3.4-1968", "iso-8859-1", "latin1", "windows-1252", "cp1252",
        "unknown-8bit", "x-unknown", "8bit", "7bit", "binary", "default", "none", "unknown",
    ]

    /// Labels as they are written, and the names under which iconv has the charset or its common superset.
    static let aliases: [String: String] = [
        "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8-mac": "utf-8", "unicode-1-1-utf-7": "utf-7",
        "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6",
        "iso-8859-6-e": "iso-8859-6", "iso8859-1": "iso-8859-1", "iso_8859-1": "iso-8859-1", "l1": "iso-8859-1",
        "latin-1": "iso-8859-1", "iso8859-15": "iso-8859-15", "latin-9": "iso-8859-15", "iso-8859-9": "windows-1254",
        "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874",
        "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "euc-kr": "cp949",
        "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030",
        "big5": "big5-hkscs", "x-x-big5": "big5-hkscs", "cn-big5": "big5-hkscs", "cp950": "big5-hkscs",
        "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
        "ms_kanji": "cp932", "x-euc-jp": "euc-jp", "iso-2022-jp-ms": "iso-2022-jp", "macintosh": "macintosh",
        "x-mac-roman": "macintosh", "mac": "macintosh", "koi8r": "koi8-r", "cp1251": "windows-1251",
        "cp-1251": "windows-1251", "win-1251": "windows-1251", "cp-850": "cp850",
    ]

    static func canonical(_ label: String) -> String {
        var name = label.lowercased()
        name.removeAll { $0 == "\"" || $0 == "'" || $0 == " " || $0 == ";" }
        // iconv takes "//" in a name as an instruction.
        if let slash = name.firstIndex(of: "/") { name = String(name[..<slash]) }
        return aliases[name] ?? name
    }

    static func isStateful(_ label: String) -> Bool {
        label.hasPrefix("iso-2022") || label.hasPrefix("utf-7") || label.hasPrefix("utf-16")
            || label.hasPrefix("utf-32")
            || label.hasPrefix("ucs-") || label.hasPrefix("hz")
    }

    /// Charsets that never have a byte above 127: where there is one, the label lies.
    static func isSevenBit(_ label: String) -> Bool {
        label.hasPrefix("iso-2022") || label.hasPrefix("utf-7") || label.hasPrefix("hz")
    }

    static func isMultibyte(_ label: String) -> Bool {
        label.hasPrefix("gb") || label.hasPrefix("big5") || label.hasPrefix("euc") || label == "cp932"
            || label == "cp949" || label == "johab"
    }
}
