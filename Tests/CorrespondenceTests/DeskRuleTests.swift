import Correspondence
import Testing

@Suite("Mails that want no answer")
struct NoReplyNeededTests {
    private func words(_ text: String, _ matters: [Matter] = []) -> String? {
        NoReplyNeeded.words(in: text, Classification(kind: nil, confidence: 0.9, matters: matters))
    }

    @Test(
        "thanks alone, and what is solved",
        arguments: [
            "Thanks!", "Thank you very much for your quick reply.", "Vielen Dank für die schnelle Hilfe!",
            "Merci beaucoup", "Grazie mille per la risposta", "Muchas gracias por su ayuda.",
            "Please forget my last mail, I found it.", "Hat sich erledigt, danke.", "C'est réglé, merci !",
            "Ho risolto, grazie.", "Problema solucionado, gracias",
        ])
    func needless(text: String) { #expect(words(text) != nil) }

    @Test(
        "not where something is asked, doubted, or told beside",
        arguments: [
            "Thanks, but where is my parcel?", "Thank you. The lamp is broken.", "It is still not solved, thanks",
            "Danke, aber das Paket ist nicht da.", "Forget my last mail, what is the size?", "Hello", "",
            "Merci, mais je n'ai rien reçu.", "Problem solved? No!",
        ])
    func wanted(text: String) { #expect(words(text) == nil) }

    @Test("never where a matter for people was found")
    func matters() { #expect(words("Thanks, problem solved", [.lawyer]) == nil) }
}

@Suite("Limits")
struct LimitRuleTests {
    private let now = Instant(milliseconds: 1_790_000_000_000)

    @Test("there is room until the limit, then when the oldest send leaves the time span, each place once")
    func room() {
        let rule = LimitRule("replies_per_hour", most: 2, within: .seconds(3600))
        let sent = [now - .seconds(4000), now - .seconds(3000), now - .seconds(600)]
        let places = rule.room(for: 4, after: sent, now: now)
        #expect(
            places == [
                now + .seconds(600), now + .seconds(3000), now + .seconds(4200), now + .seconds(6600),
            ])
        #expect(rule.room(for: 2, after: [], now: now) == [now, now])
    }
}

@Suite("Silence")
struct SilenceRuleTests {
    private let now = Instant(milliseconds: 1_790_000_000_000)

    @Test("twice the longest pause, at least half a day; none without a rhythm")
    func limits() {
        let hourly = (0..<30).map { now + .seconds($0 * 3600) }
        #expect(SilenceRule.longestWithoutMail(hourly) == .seconds(12 * 3600))
        let weekend = hourly + [hourly[29] + .seconds(60 * 3600)]
        #expect(SilenceRule.longestWithoutMail(weekend) == .seconds(120 * 3600))
        #expect(SilenceRule.longestWithoutMail(Array(hourly.prefix(19))) == nil)
        #expect(SilenceRule.longestWithoutAnswer(rhythm: .seconds(300)) == .seconds(780))
    }
}
