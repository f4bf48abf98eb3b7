import Correspondence
import Ledger

extension EventName {
    /// The event's id in the journal (`MESSAGE_ID`, systemd.journal-fields(7)), by which `journalctl -x` finds its entry in
    /// `replyd.catalog`: the first half of the SHA-256 of its name, so that it is the same in every version.
    var journalID: String { String(Digest(of: Array("replyd \(rawValue)".utf8)).description.prefix(32)) }
}
