import LogariumCharts
import LogariumCore
import Mustache

/// The report's sections as one HTML page that needs nothing else: no network, no other file.
///
/// A content-security policy allows the page's own style and script, by their hashes, and nothing more.
struct Page {
    let title: String
    let subtitle: String
    let sections: [Section]

    func html() throws -> String {
        MustacheContentTypes.register(Markup(), named: "MARKUP")
        let (style, script) = (Self.style, Self.part("script"))
        let context = Context(
            title: title, subtitle: subtitle, style: style, script: script, styleHash: Self.hash(style),
            scriptHash: Self.hash(script),
            sections: sections.map { .init(id: $0.id, title: $0.title, intro: $0.intro, body: $0.body) })
        return try MustacheTemplate(string: Self.part("page")).render(context)
    }

    private struct Context {
        let title, subtitle, style, script, styleHash, scriptHash: String
        let sections: [Part]

        struct Part {
            let id, title: String
            let intro: [String]
            let body: String
        }
    }

    /// The template escapes by Unicode scalar; Mustache's own HTML goes by `Character` and lets a quote through that
    /// has a combining mark behind it.
    private struct Markup: MustacheContentType {
        func escapeText(_ text: String) -> String { MarkupText.escaped(text) }
    }

    /// The colours of both themes, and the layout.
    private static var style: String {
        let (light, dark) = (Theme.light.cssVariables, Theme.dark.cssVariables)
        return """
            :root{color-scheme:light dark;\(light)}
            @media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){\(dark)}}
            @media screen{:root[data-theme=dark]{color-scheme:dark;\(dark)}:root[data-theme=light]{color-scheme:light}}
            @media print{:root{color-scheme:light;\(light)}}
            \(Theme.cssClasses)
            \(part("style"))
            """
    }

    private static func part(_ name: String) -> String {
        EmbeddedText.files.first { $0.folder == "Page" && $0.name == name }?.text ?? ""
    }

    private static func hash(_ text: String) -> String {
        var digest = SHA256Digest()
        digest.update(text)
        return Base64.text(of: digest.finalize())
    }
}

/// RFC 4648, section 4.
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    static func text(of bytes: [UInt8]) -> String {
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? letters[Int(bits >> UInt32(18 - 6 * place)) & 63] : "=")
            }
        }
        return text
    }
}

/// A part of the report: its words, and what follows them as HTML.
struct Section {
    /// Of the element, for links.
    let id: String
    let title: String
    /// Paragraphs.
    var intro: [String]
    /// Written by `FigureMarkup`, `TableMarkup` and the like, which escape what they are given.
    var body: String

    init(id: String, title: String, intro: [String] = [], body: String = "") {
        (self.id, self.title, self.intro, self.body) = (id, title, intro, body)
    }
}
