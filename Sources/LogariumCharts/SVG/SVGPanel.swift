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
        let nLines = panel.marks.count { if case .line(let line) = $0 { !line.isThin } else { false } }
        let marks = SVGMarks(
            frame, style, bandOpacity: nLines > 4 ? "0.09" : "0.17", cellText: cellText)
        for mark in panel.marks { marks.draw(mark, &body) }
        for case .rule(let rule) in panel.marks { marks.label(rule, among: panel.marks, &body) }
    }

    /// Size of the texts in the squares: the largest that all have room for; nil: too small to be read.
    var cellText: Double? {
        guard case .category(let names) = panel.x.scale else { return style.smallSize }
        let room = frame.plotWidth / Double(max(1, names.count)) - 1.5
        let widest =
            panel.marks.flatMap { mark -> [Double] in
                guard case .cells(let cells) = mark else { return [] }
                return cells.map { TextMeasure.width($0.text, size: 1) }
            }.max() ?? 0
        let size = min(style.smallSize * 0.92, widest > 0 ? room / widest : .infinity)
        return size >= style.fontSize * 0.55 ? size : nil
    }

    // MARK: Words

    private func words(_ body: inout SVGWriter) {
        var y = frame.top
        for line in frame.titleLines {
            y += style.lineHeight
            let isBadge = line.hasPrefix("⚠ ")
            text(line, frame.left + 2, y, isBadge ? .warning : .ink, bold: !isBadge, &body)
        }
        for line in frame.yTitleLines {
            y += style.lineHeight
            text(line, frame.left + 2, y, .muted, &body)
        }
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
        let marks =
            panel.x.measured ?? panel.x.marks(atMost: max(3, Int(frame.plotWidth / (style.fontSize * 4))))
        let places = marks.compactMap { value, name in frame.x(value).map { (x: $0, name: name) } }
        if !panel.x.scale.isCategory {
            // Every measured state has its tick, those that have room their number.
            for place in places {
                rule(place.x, frame.plotBottom, place.x, frame.plotBottom + 3, .muted, &body)
            }
        }
        var taken: [ClosedRange<Double>] = []
        let ends = places.isEmpty ? [] : [places[places.count - 1]] + places.dropLast()
        for place in ends {
            let width = isTurned ? style.fontSize : TextMeasure.width(place.name, size: style.smallSize)
            let gap = isTurned ? 0 : style.fontSize * 0.15
            let own = (place.x - width / 2 - gap)...(place.x + width / 2 + gap)
            guard !taken.contains(where: { $0.overlaps(own) }) else { continue }
            taken.append(own)
            label(place.name, below: place.x, isTurned, &body)
        }
        rule(frame.plotLeft, frame.plotBottom, frame.plotRight, frame.plotBottom, .muted, &body)
        let lines = frame.xTitleLines
        // Over the middle of the plot, but inside the panel.
        let width = lines.map { TextMeasure.width($0, size: style.smallSize) }.max() ?? 0
        let middle = (frame.plotLeft + frame.plotRight) / 2
        let x = max(frame.left + width / 2, min(frame.left + frame.width - width / 2, middle))
        for (place, line) in lines.enumerated() {
            let y = frame.top + frame.height - Double(lines.count - 1 - place) * style.lineHeight
            text(line, x, y - style.fontSize * 0.35, .muted, anchor: "middle", &body)
        }
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
        let marks = panel.y.marks(atMost: 6)
        let labels = PanelFrame.labels(marks.map(\.text), style)
        for ((value, name), label) in zip(marks, labels) {
            guard let y = frame.y(value) else { continue }
            if !panel.y.scale.isCategory { rule(frame.plotLeft, y, frame.plotRight, y, .grid, &body) }
            text(
                label, frame.plotLeft - style.fontSize * 0.4,
                y + style.fontSize * 0.33, .ink,
                anchor: "end", full: panel.y.scale.isCategory ? name : nil, &body)
        }
    }
}
