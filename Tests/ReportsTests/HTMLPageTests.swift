import Foundation
import Testing

@testable import Reports

@Suite("Pages")
struct HTMLPageTests {
    @Test("Text never becomes markup, in headings, tables, figures or notes")
    func escaped() {
        let hostile = "<script>alert('1')</script>&\"\u{0}"
        var page = HTMLPage(hostile, subtitle: hostile)
        page.section(hostile, note: hostile, HTMLTable([hostile], [[hostile]]).html)
        page.figures([(hostile, hostile)])
        #expect(!page.text.contains("<script"))
        #expect(!page.text.contains("\u{0}"))
        #expect(page.text.components(separatedBy: "&lt;script&gt;alert(&#39;1&#39;)").count == 10)
    }

    @Test("A page fetches nothing and says so to the browser")
    func selfContained() {
        let text = HTMLPage("A").text
        #expect(text.contains("default-src 'none'"))
        for word in ["http://", "https://", "<script", "<link", "url(", "@import"] { #expect(!text.contains(word)) }
    }
}
