/// Draws figures as SVG whose text is text.
public struct SVGRenderer {
    private let style: SVGStyle

    public init(_ style: SVGStyle) { self.style = style }

    /// One `svg` element: a file of its own, or a part of a page.
    public func svg(of figure: Figure) -> String {
        let (body, height) = drawing(of: figure)
        return svg(figure, body, height: height)
    }

    /// In the style's unit.
    public func height(of figure: Figure) -> Double { drawing(of: figure).height }

    private func drawing(of figure: Figure) -> (body: String, height: Double) {
        var body = SVGWriter(style.colours)
        var y = style.showsWords ? words(above: figure, &body) : 2
        y = legend(figure.legend, top: y, &body)
        y = panels(figure.panels, top: y, &body)
        if style.showsWords {
            let hidden = hidesNumbers(figure) ? ["The squares are too small for their numbers here."] : []
            let source = figure.source.isEmpty ? [] : [figure.source]
            y = notes(figure.notes + hidden + source, top: y, &body)
        }
        return (body.text, y + 2)
    }

    private func svg(_ figure: Figure, _ body: String, height: Double) -> String {
        var writer = SVGWriter(style.colours)
        let name = ([figure.title] + figure.panels.map(\.title)).filter { !$0.isEmpty }.joined(
            separator: ". ")
        var attributes: [SVGWriter.Attribute] = [
            ("xmlns", "http://www.w3.org/2000/svg"), ("width", style.width.svg + style.unit),
            ("height", height.svg + style.unit), ("viewBox", "0 0 \(style.width.svg) \(height.svg)"),
            ("role", style.isInteractive ? "group" : "img"), ("aria-label", name),
            ("font-family", "Helvetica, Arial, 'DejaVu Sans', sans-serif"), ("font-size", style.fontSize.svg),
        ]
        if style.isInteractive { attributes += [("tabindex", "0"), ("class", "chart")] }
        writer.open("svg", attributes)
        if !style.isInteractive { writer.element("title", [], content: name) }
        if case .fixed = style.colours {
            writer.element("rect", [("width", "100%"), ("height", "100%")] + writer.paint(fill: .surface))
        }
        return writer.text + "\n" + body + "</svg>\n"
    }

    // MARK: Words

    private func words(above figure: Figure, _ body: inout SVGWriter) -> Double {
        var y = style.lineHeight
        for line in TextMeasure.lines(figure.title, width: style.width - 4, size: style.fontSize * 1.1) {
            body.element(
                "text",
                [
                    ("x", "2"), ("y", y.svg), ("font-weight", "bold"),
                    ("font-size", (style.fontSize * 1.1).svg),
                ]
                    + body.paint(fill: .ink), content: line)
            y += style.lineHeight
        }
        return paragraph(figure.subtitle, top: y - style.lineHeight + style.fontSize * 0.3, &body)
    }

    private func notes(_ notes: [String], top: Double, _ body: inout SVGWriter) -> Double {
        notes.reduce(top + style.fontSize * 0.2) { paragraph($1, top: $0, &body) }
    }

    /// Muted lines; returns where they end.
    private func paragraph(_ text: String, top: Double, _ body: inout SVGWriter) -> Double {
        var y = top
        for line in TextMeasure.lines(text, width: style.width - 4, size: style.smallSize) {
            y += style.lineHeight * 0.95
            body.element(
                "text",
                [("x", "2"), ("y", y.svg), ("font-size", style.smallSize.svg)] + body.paint(fill: .muted),
                content: line)
        }
        return y + (text.isEmpty ? 0 : style.fontSize * 0.3)
    }

    // MARK: Legend

    private func legend(_ entries: [LegendEntry], top: Double, _ body: inout SVGWriter) -> Double {
        guard !entries.isEmpty else { return top + style.fontSize * 0.3 }
        var (x, y) = (2.0, top + style.lineHeight)
        let swatch = style.fontSize * 2
        for entry in entries {
            let lines = TextMeasure.lines(
                entry.name, width: style.width - swatch - style.fontSize, size: style.smallSize)
            let widest = lines.map { TextMeasure.width($0, size: style.smallSize) }.max() ?? 0
            let width = swatch + widest + style.fontSize * 1.2
            if x > 2, x + width > style.width { (x, y) = (2, y + style.lineHeight) }
            SVGMarks.swatch(entry.style, x, y - style.fontSize * 0.32, width: swatch, style, &body)
            for (place, line) in lines.enumerated() {
                if place > 0 { y += style.lineHeight }
                body.element(
                    "text",
                    [
                        ("x", (x + swatch + style.fontSize * 0.35).svg), ("y", y.svg),
                        ("font-size", style.smallSize.svg),
                    ]
                        + body.paint(fill: .ink), content: MarkupText.isolated(line))
            }
            x += width
        }
        return y + style.fontSize * 0.8
    }

    // MARK: Panels

    /// Panels in as many rows as keep them readable; those whose shares differ belong together.
    private func rows(_ panels: [Panel]) -> [[Panel]] {
        guard panels.count > 1, Set(panels.map(\.share)).count == 1 else { return [panels] }
        let most = max(1, Int(style.width / (style.fontSize * Self.narrowest)))
        guard most < panels.count else { return [panels] }
        return panels.map { [$0] }
    }

    /// Of a panel, in letters' sizes.
    private static let narrowest = 17.0

    private func panels(_ panels: [Panel], top: Double, _ body: inout SVGWriter) -> Double {
        var y = top
        for (place, row) in rows(panels).enumerated() {
            y = self.row(row, top: y + (place > 0 ? style.fontSize * 0.6 : 0), &body)
        }
        return y
    }

    private func row(_ panels: [Panel], top: Double, _ body: inout SVGWriter) -> Double {
        let gap = style.fontSize
        let room = style.width - gap * Double(max(0, panels.count - 1))
        let shares = panels.reduce(0) { $0 + $1.share }
        var (left, bottom) = (0.0, top)
        for panel in panels {
            let width = room * panel.share / max(shares, 1e-9)
            let frame = PanelFrame(panel, left: left, top: top, width: width, style: style)
            SVGPanel(panel, frame, style).draw(&body)
            left += width + gap
            bottom = max(bottom, top + frame.height)
        }
        return bottom
    }

    /// Whether the numbers of some squares have no room.
    private func hidesNumbers(_ figure: Figure) -> Bool {
        let shares = figure.panels.reduce(0) { $0 + $1.share }
        return figure.panels.contains { panel in
            let width = style.width * panel.share / max(shares, 1e-9)
            let frame = PanelFrame(panel, left: 0, top: 0, width: width, style: style)
            return SVGPanel(panel, frame, style).cellText == nil
        }
    }
}
