/// Writes SVG elements; every text and attribute passes its escapes.
struct SVGWriter {
    typealias Attribute = (name: String, value: String)

    private(set) var text = ""
    let colours: SVGStyle.Colours

    init(_ colours: SVGStyle.Colours) { self.colours = colours }

    mutating func open(_ name: String, _ attributes: [Attribute] = []) {
        text += "<\(name)\(Self.written(attributes))>"
    }

    mutating func close(_ name: String) { text += "</\(name)>\n" }

    /// - Parameters:
    ///   - title: shown on hover and read aloud.
    ///   - content: the element's text.
    mutating func element(
        _ name: String, _ attributes: [Attribute], title: String? = nil, content: String? = nil
    ) {
        text += "<\(name)\(Self.written(attributes))"
        guard title != nil || content != nil else {
            text += "/>\n"
            return
        }
        text += ">"
        if let title { text += "<title>\(MarkupText.escaped(title))</title>" }
        if let content { text += MarkupText.escaped(content) }
        text += "</\(name)>\n"
    }

    /// What paints the inside and the outline: attributes of a fixed theme, or classes of the page's.
    ///
    /// - Parameter classes: the element's other classes.
    func paint(fill: Paint? = nil, stroke: Paint? = nil, classes: [String] = []) -> [Attribute] {
        switch colours {
        case .page:
            let names =
                classes + (fill.map { ["f-\($0.name)"] } ?? []) + (stroke.map { ["k-\($0.name)"] } ?? [])
            return (fill == nil ? [("fill", "none")] : [])
                + (names.isEmpty ? [] : [("class", names.joined(separator: " "))])
        case .fixed(let theme):
            let outline = stroke.map { [("stroke", theme.hex($0))] } ?? []
            return [("fill", fill.map(theme.hex) ?? "none")] + outline
        }
    }

    private static func written(_ attributes: [Attribute]) -> String {
        attributes.map { " \($0.name)=\"\(MarkupText.escaped($0.value))\"" }.joined()
    }
}

extension Double {
    /// A coordinate: to a tenth, no digit too many.
    var svg: String {
        let tenths = (self * 10).rounded()
        let whole = Int64(tenths / 10)
        let rest = Int64(tenths) - whole * 10
        guard rest != 0 else { return "\(whole)" }
        return "\(self < 0 && whole == 0 ? "-" : "")\(whole).\(abs(rest))"
    }
}
