import Correspondence

/// Words in five languages that break a rule wherever they stand; read folded, whole words.
enum GuidelinePhrases {
    static let table: [(rule: GuidelineRule, phrases: [FoldedPhrase])] = [
        (
            .asksForReview,
            [
                "leave a review", "leave us a review", "write a review", "write us a review", "positive review",
                "leave feedback", "leave us feedback", "positive feedback", "five star", "five stars", "5 star",
                "5 stars", "change your review", "remove your review", "delete your review",
                "bewertung abgeben", "bewertung schreiben", "positive bewertung", "fünf sterne", "5 sterne",
                "ihre bewertung ändern", "ihre bewertung löschen", "bewerten sie uns",
                "laisser un avis", "laissez un avis", "avis positif", "cinq étoiles", "5 étoiles",
                "modifier votre avis",
                "supprimer votre avis",
                "lasciare una recensione", "lasci una recensione", "recensione positiva", "cinque stelle", "5 stelle",
                "modificare la recensione", "eliminare la recensione",
                "dejar una reseña", "deje una reseña", "reseña positiva", "valoración positiva", "cinco estrellas",
                "5 estrellas", "cambiar su reseña", "eliminar su reseña",
            ]
        ),
        (
            .marketing,
            [
                "coupon", "coupons", "voucher", "vouchers", "discount code", "gift card", "newsletter",
                "visit our shop", "free gift",
                "gutschein", "gutscheine", "rabattcode", "besuchen sie unseren shop",
                "bon d'achat", "bons d'achat", "code promo", "visitez notre boutique",
                "buono sconto", "codice sconto", "visiti il nostro negozio",
                "cupón", "cupones", "código de descuento", "visite nuestra tienda",
            ]
        ),
        (
            .otherChannel,
            [
                "whatsapp", "telegram", "call us", "give us a call", "send us an e mail", "rufen sie uns an",
                "appelez nous", "téléphonez nous", "ci chiami", "ci telefoni", "llámenos", "nous appeler",
            ]
        ),
        (
            .promise,
            [
                "we have refunded", "we will refund you", "we are sending you a replacement", "you may keep the item",
                "wir haben ihnen erstattet", "wir erstatten ihnen den", "sie dürfen den artikel behalten",
                "nous vous avons remboursé", "nous vous remboursons", "vous pouvez garder l'article",
                "abbiamo rimborsato", "le rimborsiamo", "può tenere l'articolo", "le hemos reembolsado",
                "le reembolsaremos", "puede quedarse con el artículo",
            ]
        ),
    ]

    /// As the sites write it; Spanish and Italian share a word.
    static let importantMarks = ["[important]", "[wichtig]", "[importante]"]
}
