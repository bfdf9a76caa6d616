/// Draws one panel: its words, axes and marks.
struct SVGPanel {
    private let panel: Panel
    private let frame: PanelFrame
    private let style: SVGStyle

    init(_ panel: Panel, _ frame: PanelFrame, _ style: SVGStyle) {
        (self.panel, self.frame, self.style) = (panel, frame, style)
    }

    func draw(_ body: inout SVGWriter) {
        words(&body)
        xAxis(&body)
        yAxis(&body)
        let nLines = panel.marks.count { if case .line = $0 { true } else { false } }
        let marks = SVGMarks(frame, style, bandOpacity: nLines > 4 ? "0.09" : "0.17")
        for mark in panel.marks { marks.draw(mark, &body) }
    }

    // MARK: Words

    private func words(_ body: inout SVGWriter) {
        var y = frame.top
        if !panel.title.isEmpty || panel.badge != nil {
            y += style.lineHeight
            let badge = panel.badge.map { " ⚠ " + $0 } ?? ""
            let room = frame.width - TextMeasure.width(badge, size: style.smallSize) - style.fontSize
            let title = TextMeasure.fitted(panel.title, into: room, size: style.fontSize * 1.05)
            text(title, frame.left + 2, y, .ink, bold: true, &body)
            if panel.badge != nil {
                let x = frame.left + 2 + TextMeasure.width(title, size: style.fontSize * 1.08)
                text(badge, x, y, .warning, &body)
            }
        }
        if !panel.y.title.isEmpty { text(panel.y.title, frame.left + 2, y + style.lineHeight, .muted, &body) }
    }

    private func text(
        _ content: String, _ x: Double, _ y: Double, _ paint: Paint, anchor: String? = nil,
        bold: Bool = false,
        turned: Bool = false, full: String? = nil, _ body: inout SVGWriter
    ) {
        var attributes: [SVGWriter.Attribute] = [
            ("x", x.svg), ("y", y.svg), ("font-size", style.smallSize.svg),
        ]
        if let anchor { attributes.append(("text-anchor", anchor)) }
        if bold { attributes.append(("font-weight", "bold")) }
        if turned { attributes.append(("transform", "rotate(-90 \(x.svg) \(y.svg))")) }
        body.element(
            "text", attributes + body.paint(fill: paint), title: full == content ? nil : full,
            content: MarkupText.isolated(content))
    }

    private func rule(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ paint: Paint, _ body: inout SVGWriter
    ) {
        body.element(
            "path",
            [("d", "M\(x1.svg) \(y1.svg)L\(x2.svg) \(y2.svg)"), ("stroke-width", "0.8")]
                + body.paint(stroke: paint))
    }

    // MARK: Axes

    private func xAxis(_ body: inout SVGWriter) {
        let isTurned = PanelFrame.isTurned(panel.x, frame.plotWidth, style)
        let names = panel.x.marks(atMost: max(2, Int(frame.plotWidth / (style.fontSize * 4))))
        var taken = -Double.infinity
        for (value, name) in names {
            guard let x = frame.x(value) else { continue }
            let width = isTurned ? style.fontSize : TextMeasure.width(name, size: style.smallSize)
            if !panel.x.scale.isCategory { rule(x, frame.plotBottom, x, frame.plotBottom + 3, .muted, &body) }
            guard x - width / 2 > taken else { continue }
            taken = x + width / 2 + (isTurned ? 0 : style.fontSize * 0.3)
            label(name, below: x, isTurned, &body)
        }
        rule(frame.plotLeft, frame.plotBottom, frame.plotRight, frame.plotBottom, .muted, &body)
        guard !panel.x.title.isEmpty else { return }
        text(
            panel.x.title, (frame.plotLeft + frame.plotRight) / 2,
            frame.top + frame.height - style.fontSize * 0.35,
            .muted, anchor: "middle", &body)
    }

    private func label(_ name: String, below x: Double, _ isTurned: Bool, _ body: inout SVGWriter) {
        guard isTurned else {
            return text(name, x, frame.plotBottom + style.lineHeight, .ink, anchor: "middle", &body)
        }
        let room = PanelFrame.turnedHeight(panel.x, style)
        text(
            TextMeasure.fitted(name, into: room, size: style.smallSize), x + style.fontSize * 0.32,
            frame.plotBottom + style.fontSize * 0.5, .ink, anchor: "end", turned: true, full: name, &body)
    }

    private func yAxis(_ body: inout SVGWriter) {
        for (value, name) in panel.y.marks(atMost: 6) {
            guard let y = frame.y(value) else { continue }
            if !panel.y.scale.isCategory { rule(frame.plotLeft, y, frame.plotRight, y, .grid, &body) }
            text(
                PanelFrame.label(name, style), frame.plotLeft - style.fontSize * 0.4,
                y + style.fontSize * 0.33, .ink,
                anchor: "end", full: panel.y.scale.isCategory ? name : nil, &body)
        }
    }
}
