import Foundation

@testable import Templates

/// The templates that the program ships.
let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "templates").path

let languages = ["en", "de", "fr", "it", "es"]
let kinds = ["inquiry", "return", "problem", "claim"]

let order = "302-2233445-6677889"

/// How much is known about a mail.
enum Facts: String, CaseIterable {
    case all, noNameAndNoOrder, noReturnAddress, noShopName
    /// Nothing that a report could tell beside the days that a template needs.
    case onlyDays

    /// The templates that can be rendered from these: all, or those that need no more than there is.
    func names(_ library: TemplateLibrary, _ language: String) -> [String] {
        let values = Set(values(language).keys)
        return library.names(language: language).filter {
            library.needs($0, language: language)?.isSubset(of: values) == true
        }
    }

    func values(_ language: String) -> [TemplateVariable: String] {
        var values: [TemplateVariable: String] = [
            .buyerName: "Dana Reyes", .shopName: "Shop Example", .orderID: order, .siteName: "Amazon.de",
            .answerBy: Self.dates[language] ?? "2026-10-08",
            .returnAddress: "Shop Example\nLagerstr. 1\n10115 Berlin", .returnDays: "30", .matter: "Shop",
        ]
        let days: [TemplateVariable] = [
            .deliveryDate, .shippedOn, .deliveredOn, .refundedOn, .returnUntil, .newDate,
        ]
        for day in days { values[day] = Self.dates[language] }
        (values[.items], values[.carrier], values[.tracking]) = ("2 × Shop Example", "DHL", "00340434161094015902")
        values[.reason] = Self.reasons[language]
        switch self {
        case .all: break
        case .noNameAndNoOrder: (values[.buyerName], values[.orderID]) = (nil, nil)
        case .onlyDays:
            for variable in [TemplateVariable.items, .carrier, .tracking, .reason, .shippedOn] {
                values[variable] = nil
            }
        case .noReturnAddress: values[.returnAddress] = nil
        case .noShopName: values[.shopName] = nil
        }
        return values
    }

    static let reasons = [
        "en": "the supplier is late", "de": "der Lieferant hat Verspätung", "fr": "le fournisseur a du retard",
        "it": "il fornitore è in ritardo", "es": "el proveedor se ha retrasado",
    ]

    static let dates = [
        "en": "8 October 2026", "de": "8. Oktober 2026", "fr": "8 octobre 2026", "it": "8 ottobre 2026",
        "es": "8 de octubre de 2026",
    ]
}

/// A library of one language, written in the test.
func library(_ body: String, subject: String = "Your order", notes: String = "") throws -> TemplateLibrary {
    try files(["inquiry": "---\nsubject: \(subject)\nnotes: \(notes)\n---\n\(body)"])
}

/// A library of English files; those not given are plain ones.
func files(_ texts: [String: String]) throws(TemplateErrors) -> TemplateLibrary {
    let plain = "---\nsubject: Your order\n---\nHello,\n\nyou have an answer by {{answer_by}}.\n"
    let all = Dictionary(uniqueKeysWithValues: kinds.map { ($0, plain) }).merging(texts) { $1 }
    let list = all.keys.sorted().map { (name: "en/\($0)", path: $0) }
    return try TemplateLibrary(files: list) { all[$0] }
}
