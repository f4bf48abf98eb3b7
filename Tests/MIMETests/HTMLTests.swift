import Testing

@testable import MIME

@Suite("HTML as text")
struct HTMLTests {
    @Test(
        "what a person sees, in reading order",
        arguments: [
            ("<p>one</p><p>two</p>", "one\n\ntwo"),
            ("<div>one</div><div>two</div>", "one\ntwo"),
            ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
            ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
            ("a   b\n c<b>d</b> e", "a b cd e"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<div style='white-space: pre-wrap'>a\n  b</div>", "a\n  b"),
            ("<pre style=\"white-space: -o-pre-wrap\">a\nb</pre>", "a\nb"),
            ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
            ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
            ("<a href='https://x.example/y'>here</a>", "here <https://x.example/y>"),
            ("<a href='https://x.example/'>x.example</a>", "x.example"),
            ("<a href='mailto:a@b.example'>a@b.example</a>", "a@b.example"),
            ("<a href='javascript:x()'>here</a>", "here"),
            ("&lt;b&gt; &amp; &eacute;&#8364;&nbsp;x", "<b> & é€ x"),
            ("<div>a<blockquote>b<blockquote>c</blockquote></blockquote>d</div>", "a\n> b\n>> c\nd"),
            ("<img alt='a cat' src=x>", "a cat"),
            ("a&shy;b&#8203;c", "abc"),
            ("<h1>t</h1>x", "t\n\nx"),
            ("", ""),
            ("<", "<"),
            ("no markup", "no markup"),
        ])
    func visible(_ html: String, _ text: String) {
        #expect(HTMLText.text(from: html) == text)
    }

    @Test(
        "what nobody sees is left out",
        arguments: [
            "<style>a</style>", "<script>a</script>", "<head><title>a</title></head>", "<!-- a -->",
            "<div style='display:none'>a</div>", "<div style='DISPLAY: none !important'>a</div>",
            "<span style='font-size:0px'>a</span>", "<span style='color:red;mso-hide:all'>a</span>",
            "<div style='visibility: hidden'>a<p>b</p></div>", "<div hidden>a</div>",
            "<div style='max-height:0'>a</div>",
            "<select><option>a</option></select>",
        ])
    func hidden(_ html: String) {
        #expect(HTMLText.text(from: html + "<p>seen</p>") == "seen")
    }

    @Test("what stands in <pre> can be had alone")
    func preformatted() {
        let html = "<p>frame</p><pre style='x'>one\n two<br>three</pre><p>frame</p><pre> </pre><pre>&lt;b&gt;</pre>"
        #expect(HTMLText.preformatted(in: html) == ["one\n two\nthree", "<b>"])
        #expect(HTMLText.preformatted(in: "<p>none</p>").isEmpty)
    }

    @Test("white on white is left as it is, a small font too")
    func shown() {
        #expect(HTMLText.text(from: "<p style='color:#fff;background:#fff'>a</p>") == "a")
        #expect(HTMLText.text(from: "<p style='font-size:0.8em'>a</p>") == "a")
    }

    @Test("elements nested without end, and elements with attributes without end, still give their text")
    func hostile() {
        #expect(HTMLText.text(from: String(repeating: "<div>", count: 100_000) + "deep").hasSuffix("deep"))
        let attributes = (0..<20_000).map { "a\($0)=b" }.joined(separator: " ")
        #expect(HTMLText.text(from: "<p \(attributes)>text</p>").contains("text"))
    }
}
