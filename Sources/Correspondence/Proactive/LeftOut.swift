/// Why an order gets no proactive mail, or not yet. The words of `simulate --proactive` and of the log.
public enum LeftOut: String, Codable, Hashable, Sendable, CaseIterable {
    // MARK: The seller's and the marketplace's say
    case suspended
    case noAddress = "no_address"
    case otherSite = "other_site"
    case fulfilment
    case business
    case sku
    case beforeStart = "before_start"
    case tooOld = "too_old"
    case oldFacts = "old_facts"
    case doNotContact = "do_not_contact"
    case optedOut = "opted_out"
    case cameBack = "came_back"
    case claim
    case language

    // MARK: The order's
    case nothingToTell = "nothing_to_tell"
    case settled
    case noNewDate = "no_new_date"
    case notRefunded = "not_refunded"
    case notDelivered = "not_delivered"
    case late
    case trouble

    // MARK: What was written before
    case written
    case lastWord = "last_word"
    case weightier
    case wroteToday = "wrote_today"
    case toldAlready = "told_already"
    case askedBuyer = "asked_buyer"
    case openConversation = "open_conversation"
    case complained
    case recentContact = "recent_contact"

    // MARK: Time
    case tooSoon = "too_soon"
    case windowOver = "window_over"
    case noHour = "no_hour"

    public var words: String {
        switch self {
        case .suspended: "proactive mail is stopped"
        case .noAddress: "no report or mail gives an address of the marketplace's relay"
        case .otherSite: "the policy is for other sites"
        case .fulfilment: "the policy is not for who dispatches it"
        case .business: "business orders are left out, or it is none"
        case .sku: "the policy leaves its goods out"
        case .beforeStart: "it is older than the policy's first day"
        case .tooOld: "it is older than only_orders_younger_than"
        case .oldFacts: "what is known of it is older than facts_max_age"
        case .doNotContact: "it is on the do-not-contact list"
        case .optedOut: "the buyer wants no mail but answers"
        case .cameBack: "an earlier mail to the buyer came back"
        case .claim: "there is a claim"
        case .language: "no template in the buyer's language"
        case .nothingToTell: "nothing of the kind has happened"
        case .settled: "it is sent, delivered, cancelled or paid back already"
        case .noNewDate: "no new date is known: none in a report, none in delays.csv"
        case .notRefunded: "the refund is not on record yet"
        case .notDelivered: "it is not delivered, and no day of delivery is known"
        case .late: "it came later than promised"
        case .trouble: "it was cancelled, paid back or sent back, or its delivery had a problem"
        case .written: "this mail is written already"
        case .lastWord: "it was cancelled, and the buyer was told"
        case .weightier: "a weightier mail on the order goes first"
        case .wroteToday: "another mail on the order was written within a day"
        case .toldAlready: "the order had a proactive mail"
        case .askedBuyer: "another order of the buyer was asked about"
        case .openConversation: "the buyer waits for an answer"
        case .complained: "the buyer wrote of a problem, a return or a claim"
        case .recentContact: "there was a mail to or from the buyer shortly before"
        case .tooSoon: "its time has not come"
        case .windowOver: "its time is over"
        case .noHour: "no sending hour before its time is over"
        }
    }
}
