import Correspondence
import MIME

/// Reads a mail as what its origin lets it be.
struct MailReader {
    let mail: Mail

    init(_ mail: Mail) { self.mail = mail }

    // MARK: - By origin

    /// Mail of the relay: a buyer's words, unless a machine answered for the buyer or the type says otherwise.
    ///
    /// Headers of lists and bulk mail mean nothing here: the marketplace sends many mails.
    func relayed(_ relay: RelayAddress, _ profile: Profile) -> Understanding {
        let type = profile.type(header: mail)
        if let type, type.meaning != .buyer { return told(type, profile, site: relay.site) }
        if let because = MachineMail(mail).isAutoReply(relayed: true) {
            return whole(.autoReply, because, site: relay.site)
        }

        let unframed = profile.frame.takeOff(mail)
        var own = OwnWords.cut(text: unframed.words, html: unframed.html)
        // Inside a frame only history is not the buyer's: the marketplace has taken signatures for words, too.
        if unframed.isFramed, !own.quoted { own.text = unframed.words }
        let site = site(profile) ?? relay.site
        var orders = IdentifierScan.orders(in: mail.subject)
        orders.add(IdentifierScan.orders(in: unframed.head))
        let about = orders.first
        orders.add(IdentifierScan.orders(in: own.text))
        var items = IdentifierScan.items(in: unframed.head)
        items.add(IdentifierScan.items(in: own.text))
        let message = BuyerMessage(
            replyTo: relay.address, alias: relay.alias, name: mail.from.flatMap { profile.buyerName($0.name) },
            topic: profile.subjects.topic(of: mail.subject), conversation: relay.conversation(about: about))
        return Understanding(
            recognition: .buyer(message), because: [type?.because ?? "the relay address \(relay.address.masked)"],
            site: site.domain, orderIDs: orders, asins: items,
            language: LanguageGuess.language(of: own.text, site: site.language), text: own.text, quoted: own.quoted,
            authenticationFailure: leadsElsewhere(relay, profile))
    }

    /// Mail of the marketplace's own senders: notices, copies, and what its machines send.
    func fromMarketplace(_ profile: Profile) -> Understanding {
        let machine = MachineMail(mail)
        if !machine.isServers, let type = profile.type(of: mail) { return told(type, profile, site: nil) }
        if let machine = machine.verdict() { return whole(machine.recognition, machine.because, site: nil) }
        return whole(.other, "of the marketplace, and no notice that is known", site: site(profile))
    }

    /// Mail of an address that the configuration accepts: a buyer outside of the marketplaces.
    func fromAccepted(_ address: EmailAddress) -> Understanding {
        if let machine = MachineMail(mail).verdict() { return whole(machine.recognition, machine.because, site: nil) }
        let alias = address.description.lowercased()
        let name = mail.from.map { $0.name.split(whereSeparator: \.isWhitespace).joined(separator: " ") } ?? ""
        var mail = whole(.other, "an accepted address", site: nil)
        let (topic, isAnswer) = SubjectForm.withoutPrefixes(self.mail.subject)
        mail.recognition = .buyer(
            BuyerMessage(
                replyTo: address, alias: alias, name: name.isEmpty ? nil : name,
                topic: isAnswer || topic.isEmpty ? nil : String(topic),
                conversation: mail.orderIDs.first.map { ConversationKey(alias: alias, order: $0) }
                    ?? ConversationKey(alias: alias)))
        return mail
    }

    /// A copy of our own mail to a buyer, as a Bcc to ourselves brings it; anything else of ours is nothing to answer.
    func fromOurselves(_ profiles: [Profile]) -> Understanding {
        if let machine = MachineMail(mail).verdict(), machine.recognition.source == .bounce {
            return whole(machine.recognition, machine.because, site: nil)
        }
        for mailbox in mail.to {
            guard let to = EmailAddress(mailbox.address) else { continue }
            for profile in profiles {
                guard let relay = profile.relay(to) else { continue }
                let name = profile.buyerName(mailbox.name)
                return whole(
                    .ownCopy(OwnCopy(buyerName: name, alias: relay.alias, conversation: relay.caseKey)),
                    "our own mail to the relay",
                    site: relay.site)
            }
        }
        return whole(.other, "our own mail", site: nil)
    }

    func fromStranger(_ because: String) -> Understanding {
        if let machine = MachineMail(mail).verdict() { return whole(machine.recognition, machine.because, site: nil) }
        return whole(.other, because, site: nil)
    }

    /// Mail whose sender is not who it says: for a person, whatever it says it is.
    func unproven(_ found: Understanding, _ failure: String) -> Understanding {
        var found = found
        found.recognition = .other
        found.because = ["Authentication-Results: \(failure)"] + found.because
        found.authenticationFailure = failure
        return found
    }

    // MARK: - By type

    private func told(
        _ told: (type: String, meaning: Meaning, because: String), _ profile: Profile, site: Site?
    ) -> Understanding {
        let site = self.site(profile) ?? site
        let reader = NoticeReader(profile: profile, mail: mail)
        switch told.meaning {
        case .ownCopy:
            let unframed = profile.frame.takeOff(mail)
            var copy = whole(.ownCopy(reader.readOwnCopy(told.type)), told.because, site: site)
            if unframed.isFramed { copy.text = unframed.words }
            return copy
        case .buyer:
            var mail = whole(.other, "\(told.because), but no address of the relay", site: site)
            mail.doubt =
                "the marketplace says that a buyer wrote it, but the address has a form that is not known: answer it in the marketplace's pages"
            return mail
        default:
            return whole(.notice(reader.read(told.type, told.meaning)), told.because, site: site)
        }
    }

    /// An understanding of the mail as a whole, without a frame.
    private func whole(_ recognition: Recognition, _ because: String, site: Site?) -> Understanding {
        let own = mail.ownWords()
        var orders = IdentifierScan.orders(in: mail.subject)
        if let subject = mail.report?.returned?.first("Subject") { orders.add(IdentifierScan.orders(in: subject)) }
        orders.add(IdentifierScan.orders(in: mail.text))
        return Understanding(
            recognition: recognition, because: [because], site: site?.domain, orderIDs: orders,
            asins: IdentifierScan.items(in: mail.text),
            language: LanguageGuess.language(of: own.text, site: site?.language), text: own.text, quoted: own.quoted)
    }

    // MARK: - Details

    /// The site that the marketplace's header names, else that of a sender whose domain is one site's alone.
    private func site(_ profile: Profile) -> Site? {
        if let id = mail.headers.raw(profile.siteHeader), let site = profile.site(id: id) { return site }
        guard let domain = mail.from?.domain, let site = profile.site(ofDomain: domain) else { return nil }
        // Notices of all sites come from the first one's domain.
        return site == profile.sites.first ? nil : site
    }

    /// A relayed mail that wants its answer elsewhere was not made by the relay.
    private func leadsElsewhere(_ relay: RelayAddress, _ profile: Profile) -> String? {
        for mailbox in mail.replyTo {
            guard let address = EmailAddress(mailbox.address), profile.site(ofDomain: address.domain) == nil else {
                continue
            }
            return "Reply-To leads to \(address.domain), not to the relay"
        }
        return nil
    }
}

extension Array where Element: Equatable {
    /// Appends those that are not yet there.
    fileprivate mutating func add(_ others: [Element]) {
        for other in others where !contains(other) { append(other) }
    }
}
