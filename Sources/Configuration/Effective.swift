import Correspondence
import Foundation

/// What is in force, as `replyd check --json` prints it. Secrets appear only as their source.
public enum Dump: Hashable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([Dump])
    case table([String: Dump])
    case null
}

extension Configuration {
    /// All of it with the keys of the file, inheritance worked out for each mailbox and kind.
    ///
    /// - Parameter stretches: told as `without_sending_hours`.
    public func effective(with stretches: [ClosedStretch] = []) -> Dump {
        var entries: [String: Dump] = [
            "store": .text(store.text), "templates": .texts(templates), "language": .text(language.text),
            "model": .optional(model),
            "log": .table([
                "format": .text(log.format.rawValue), "file": .optional(log.file),
                "personal_data": .text(log.personalData.rawValue), "metrics": .optional(log.metrics),
            ]),
            "orders": orders.dump, "guidelines": guidelines.dump, "retention": retention.dump,
            "attachments": .table(["folder": .optional(attachments)]),
            "mailboxes": .table(Dictionary(uniqueKeysWithValues: mailboxes.map { ($0.key, $0.dump) })),
            "alerts": alerts.dump,
        ]
        entries["digest"] = digest?.dump ?? .null
        entries["without_sending_hours"] = .list(stretches.map(\.dump))
        return .table(entries)
    }
}

extension ClosedStretch {
    var dump: Dump {
        .table([
            "mailbox": .text(mailbox), "kinds": .texts(kinds.map(\.rawValue)), "from": .text(from.iso8601),
            "to": .text(to.iso8601), "then": .text(consequence),
        ])
    }
}

extension Configuration.Store {
    var text: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        }
    }
}

extension Configuration.Language {
    var text: String {
        switch self {
        case .site: "site"
        case .fixed(let language): language
        }
    }
}

extension Configuration.Mailbox {
    var dump: Dump {
        var entries: [String: Dump] = [
            "address": .text(address.description), "name": .optional(senderName), "imap": .text(imap.url),
            "smtp": .text(smtp.url), "username": .text(username), "ehlo_name": .text(ehloName),
            "inbox": .texts(inbox), "sent": .optional(sent), "drafts": .optional(drafts), "junk": .optional(junk),
            "save_sent": .text(saveSent.rawValue), "folders": .text(folders), "poll": .duration(poll),
            "tls": .text(tls.rawValue), "ca_file": .optional(caFile), "accept": .texts(accept.map(\.text)),
            "authserv_id": .optional(authservID), "since": .duration(since), "backlog": .text(backlog.rawValue),
            "seller_central": .text(sellerCentral.rawValue), "windows": .table(windows.entries),
            "sending": sending.dump, "returns": returns.dump, "limits": limits.dump, "alerts": alerts.dump,
            "digest": digest?.dump ?? .null, "proactive": proactive.dump,
        ]
        entries["kinds"] = .table(
            Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0.rawValue, kinds[$0].dump) }))
        switch login {
        case .password(let source): entries["password"] = .text(source.description)
        case .oauth2(let oauth2): entries["oauth2"] = oauth2.dump
        }
        switch smtpLogin {
        case .asIMAP: entries["smtp_auth"] = .text("as_imap")
        case .none: entries["smtp_auth"] = .text("none")
        case .own(let username, let password):
            entries["smtp_username"] = .text(username)
            entries["smtp_password"] = .text(password.description)
        }
        return .table(entries)
    }
}

extension Configuration.OAuth2 {
    var dump: Dump {
        .table([
            "token_url": .text(tokenURL), "client_id": .text(clientID),
            "authorization_url": .optional(authorizationURL),
            "device_url": .optional(deviceURL), "scope": .optional(scope),
            "client_secret": .optional(clientSecret?.description), "refresh_token": .text(refreshToken.description),
        ])
    }
}

extension Configuration.Windows {
    var entries: [String: Dump] {
        let days = window.hours.holidays.sorted().map { day in
            let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
            return "\(day.year)-\(two(day.month))-\(two(day.day))"
        }
        let always = window.hours.week == nil
        return [
            "reply_after": .duration(window.replyAfter), "reply_within": .duration(window.replyWithin),
            "guard_before": .duration(window.guardBefore), "outside_hours": .text(window.outsideHours.rawValue),
            "hours": always ? .text("always") : .texts(HoursText.write(window.hours)),
            "timezone": .text(window.hours.timeZone.identifier), "holidays": .texts(days),
            "repeat_after": .duration(repeatAfter), "when_late": .text(whenLate.rawValue),
            "if_still_held": .text(ifStillHeld.rawValue),
        ]
    }
}

extension Configuration.KindSettings {
    var dump: Dump {
        let windows = Configuration.Windows(
            window: rules.window, repeatAfter: rules.repeatAfter, whenLate: rules.whenLate, ifStillHeld: ifStillHeld)
        var entries = windows.entries
        entries["action"] = .text(rules.action.rawValue)
        entries["min_confidence"] = .number(rules.minConfidence)
        return .table(entries)
    }
}

extension Configuration.Sending {
    var dump: Dump {
        .table([
            "confirm": .text(confirm.rawValue), "when_unsure": .text(whenUnsure.rawValue), "settle": .duration(settle),
            "in_flight": .number(Double(inFlight)), "divert_to": .text(divertTo?.description ?? ""),
            "mark_automatic": .text(markAutomatic.rawValue), "html": .flag(html),
        ])
    }
}

extension Configuration.Limits {
    var dump: Dump {
        .table([
            "replies_per_buyer_per_day": .number(Double(repliesPerBuyerPerDay)),
            "replies_per_hour": .number(Double(repliesPerHour)),
            "replies_per_day": .number(Double(repliesPerDay)),
            "escalate_after": .number(Double(escalateAfter)),
        ])
    }
}

extension Configuration.Returns {
    var dump: Dump {
        .table([
            "window_days": .number(Double(windowDays)), "address": .optional(address),
            "addresses": .table(addresses.mapValues(Dump.text)),
        ])
    }
}

extension Configuration.Orders {
    var dump: Dump {
        let fetch = fetch.map { fetch in
            Dump.table(["command": .text(fetch.command.first ?? ""), "every": .duration(fetch.every)])
        }
        return .table([
            "drop": .optional(drop), "fetch": fetch ?? .null, "fulfilment": .text(fulfilment.rawValue),
            "facts_max_age": .duration(factsMaxAge),
        ])
    }
}

extension Configuration.Digest {
    var dump: Dump {
        .table([
            "to": .texts(to.map(\.description)), "at": .texts(at.map(HoursText.clock)),
            "when_empty": .text(whenEmpty.rawValue),
        ])
    }
}

extension Configuration.Alerts {
    var dump: Dump {
        .table([
            "mail": .texts(mail.map(\.description)), "command": .optional(command.first), "before": .duration(before),
        ])
    }
}

// MARK: - As JSON

extension Dump: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let entries): try container.encode(entries)
        case .table(let entries): try container.encode(entries)
        case .null: try container.encodeNil()
        }
    }

    static func texts(_ texts: [String]) -> Dump { .list(texts.map(Dump.text)) }
    static func optional(_ text: String?) -> Dump { text.map(Dump.text) ?? .null }
    static func duration(_ duration: Duration) -> Dump { .text(DurationText.write(duration)) }
}
