/// A marketplace profile as it stands in its TOML file, before it is checked and made ready.
struct ProfileFile: Codable {
    var name: String
    var typeHeader: String
    var siteHeader: String
    var nameSuffixes: [String]
    var relay: Relay
    var sites: [Site]
    var types: [String: Meaning]
    var notices: [NoticeRule]
    var frame: Frame
    var subjects: Subjects
    var facts: Facts

    struct Relay: Codable {
        /// The label in front of the site's domain.
        var label: String
        /// Least and most characters.
        var aliasLength: [Int]
        var caseLength: [Int]
        /// Local parts that have the form of an alias and are none.
        var reserved: [String]
        /// A word by which domains that only look like the marketplace's are told.
        var brand: String

        enum CodingKeys: String, CodingKey {
            case label, reserved, brand
            case aliasLength = "alias_length"
            case caseLength = "case_length"
        }
    }

    /// How a notice without a type header is told: all that is given must hold.
    struct NoticeRule: Codable {
        var type: String
        /// Local parts of its senders; empty: any sender of the marketplace.
        var senders: [String]?
        /// Words of its subject, one of which must be there.
        var subjects: [String]?
        /// Words of its body, one of which must be there.
        var bodies: [String]?
    }

    struct Frame: Codable {
        var begin: [String]
        var end: [String]
        /// Lines that begin the marketplace's footer, for frames that lost their end.
        var footers: [String]
        /// Style of the HTML element that holds the buyer's words.
        var style: String
        /// Frames without dashes: two whole lines.
        var lines: [LinePair]
        /// First words of a mail that the marketplace's staff pass on for a buyer, and the labels of what the buyer wants.
        var relayed: Relayed
    }

    struct LinePair: Codable {
        var begin: String
        var end: String
    }

    struct Relayed: Codable {
        var intros: [String]
        var labels: [String]
    }

    struct Subjects: Codable {
        /// What stands between the topic and the buyer's name, or around both.
        var topics: [String]
        /// Subjects of copies of own mail, with `NAME` in the place of the buyer's name.
        var ownCopies: [String]
        /// Subjects of answers to our own mails, which name no topic.
        var answers: [String]

        enum CodingKeys: String, CodingKey {
            case topics, answers
            case ownCopies = "own_copies"
        }
    }

    struct Facts: Codable {
        /// The label in the mail, by the name of the fact.
        var labels: [String: [String]]
        /// Phrases that say a fact.
        var verdicts: [Verdict]
        /// Units of a time limit, with their hours.
        var units: [Unit]
        /// Words before or behind a time limit.
        var withins: [String]
        /// Hours where the mail names no limit.
        var deadlineHours: Int

        enum CodingKeys: String, CodingKey {
            case labels, verdicts, units, withins
            case deadlineHours = "deadline_hours"
        }
    }

    struct Verdict: Codable {
        /// The meanings of the mails that it is looked for in.
        var on: [Meaning]
        var fact: String
        var value: String
        /// The labelled fact that is looked at; the whole mail where there is none.
        var field: String?
        var phrases: [String]
    }

    struct Unit: Codable {
        var hours: Int
        var words: [String]
    }

    enum CodingKeys: String, CodingKey {
        case name, relay, sites, types, notices, frame, subjects, facts
        case typeHeader = "type_header"
        case siteHeader = "site_header"
        case nameSuffixes = "name_suffixes"
    }
}
