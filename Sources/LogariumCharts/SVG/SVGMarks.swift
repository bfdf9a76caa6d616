/// Draws the marks of a panel.
struct SVGMarks {
    private let frame: PanelFrame
    private let style: SVGStyle
    private let bandOpacity: String
    private let cellText: Double?

    /// - Parameter cellText: size of the texts in squares; nil: only signs are written.
    init(_ frame: PanelFrame, _ style: SVGStyle, bandOpacity: String, cellText: Double?) {
        (self.frame, self.style, self.bandOpacity, self.cellText) = (frame, style, bandOpacity, cellText)
    }

    func draw(_ mark: Mark, _ body: inout SVGWriter) {
        switch mark {
        case .line(let line): draw(line, &body)
        case .points(let dots): for dot in dots { draw(dot, &body) }
        case .cells(let cells): for cell in cells { draw(cell, &body) }
        case .intervals(let intervals, let direction):
            for interval in intervals { draw(interval, direction, &body) }
        case .rule(let rule): draw(rule, &body)
        case .labels(let labels): for label in labels { draw(label, &body) }
        }
    }

    // MARK: Lines

    private func draw(_ line: LineMark, _ body: inout SVGWriter) {
        if line.isThin { return drawThin(line, &body) }
        for piece in line.pieces {
            band(piece, line.style, &body)
            let places = piece.compactMap { state in state.y.flatMap { place(state.x, $0) } }
            if places.count > 1 { path(Self.joined(places), line.style, &body) }
        }
        for state in line.states {
            guard let value = state.y, let (x, y) = place(state.x, value) else { continue }
            if state.isTurning {
                body.element(
                    "circle",
                    [("cx", x.svg), ("cy", y.svg), ("r", (style.dot * 2.2).svg), ("stroke-width", "1.5")]
                        + body.paint(stroke: .warning))
            }
            dot(x, y, line.style, state.tooltip, &body)
        }
    }

    private func drawThin(_ line: LineMark, _ body: inout SVGWriter) {
        for piece in line.pieces {
            let places = piece.compactMap { state in state.y.flatMap { place(state.x, $0) } }
            guard places.count > 1 else { continue }
            body.element(
                "path",
                [
                    ("d", Self.joined(places)), ("stroke-width", (0.7 * style.fontSize / 11).svg),
                    ("stroke-opacity", "0.45"),
                ] + body.paint(stroke: line.style.paint), title: line.name)
        }
    }

    /// The band of the 95 % intervals; an error bar where a state stands alone.
    private func band(_ piece: [LineMark.State], _ look: LineStyle, _ body: inout SVGWriter) {
        for part in piece.split(whereSeparator: { $0.low == nil || $0.high == nil }) {
            let low = part.compactMap { state in state.low.flatMap { place(state.x, $0) } }
            let high = part.compactMap { state in state.high.flatMap { place(state.x, $0) } }
            guard low.count == high.count, !low.isEmpty else { continue }
            if low.count == 1 {
                path(Self.joined([low[0], high[0]]), LineStyle(look.paint), &body)
            } else {
                body.element(
                    "path",
                    [("d", Self.joined(high + low.reversed()) + "z"), ("fill-opacity", bandOpacity)]
                        + body.paint(fill: look.paint))
            }
        }
    }

    private func path(_ d: String, _ look: LineStyle, width: Double = 1.5, _ body: inout SVGWriter) {
        var attributes: [SVGWriter.Attribute] = [
            ("d", d), ("stroke-width", (width * style.fontSize / 11).svg),
        ]
        if let dash = look.dash.array { attributes.append(("stroke-dasharray", dash)) }
        body.element("path", attributes + body.paint(stroke: look.paint))
    }

    private func place(_ x: Double, _ y: Double) -> (Double, Double)? {
        guard let x = frame.x(x), let y = frame.y(y) else { return nil }
        return (x, y)
    }

    private static func joined(_ places: [(Double, Double)]) -> String {
        "M" + places.map { "\($0.0.svg) \($0.1.svg)" }.joined(separator: "L")
    }

    // MARK: Dots

    private func draw(_ dot: Dot, _ body: inout SVGWriter) {
        guard let (x, y) = place(dot.x, dot.y) else { return }
        self.dot(x, y, dot.style, dot.tooltip, &body)
    }

    private func dot(_ x: Double, _ y: Double, _ look: LineStyle, _ tooltip: String, _ body: inout SVGWriter)
    {
        body.element(
            "path",
            [("d", look.shape.path(x, y, style.dot))] + reachable
                + body.paint(fill: look.paint, classes: ["m"]),
            title: tooltip)
    }

    private var reachable: [SVGWriter.Attribute] { style.isInteractive ? [("tabindex", "-1")] : [] }

    /// A piece of line with its dot, for the legend.
    static func swatch(
        _ look: LineStyle, _ x: Double, _ y: Double, width: Double, _ style: SVGStyle, _ body: inout SVGWriter
    ) {
        var attributes: [SVGWriter.Attribute] = [
            ("d", "M\(x.svg) \(y.svg)L\((x + width).svg) \(y.svg)"),
            ("stroke-width", (1.5 * style.fontSize / 11).svg),
        ]
        if let dash = look.dash.array { attributes.append(("stroke-dasharray", dash)) }
        body.element("path", attributes + body.paint(stroke: look.paint))
        body.element(
            "path", [("d", look.shape.path(x + width / 2, y, style.dot))] + body.paint(fill: look.paint))
    }

    // MARK: Cells, intervals, rules, labels

    private func draw(_ cell: Cell, _ body: inout SVGWriter) {
        guard let left = frame.x(Double(cell.column) - 0.5), let right = frame.x(Double(cell.column) + 0.5),
            let top = frame.y(Double(cell.row) - 0.5), let bottom = frame.y(Double(cell.row) + 0.5)
        else { return }
        body.element(
            "rect",
            [
                ("x", (left + 0.5).svg), ("y", (top + 0.5).svg), ("width", max(0.5, right - left - 1).svg),
                ("height", max(0.5, bottom - top - 1).svg),
            ] + reachable + body.paint(fill: cell.paint, classes: ["m"]), title: cell.tooltip)
        let room = (right - left - 1) / max(1e-9, TextMeasure.width(cell.text, size: 1))
        let size = cellText ?? min(style.smallSize, room)
        guard !cell.text.isEmpty, cellText != nil || Self.signs.contains(cell.text), size <= room * 1.001
        else { return }
        body.element(
            "text",
            [
                ("x", ((left + right) / 2).svg), ("y", ((top + bottom) / 2 + size * 0.36).svg),
                ("font-size", size.svg), ("text-anchor", "middle"), ("pointer-events", "none"),
            ] + body.paint(fill: cell.paint.onTop), content: cell.text)
    }

    /// What says that there is no number.
    private static let signs: Set = ["✗", "–", "×"]

    private func draw(_ interval: Interval, _ direction: Mark.Direction, _ body: inout SVGWriter) {
        let at = { (value: Double) in
            direction == .horizontal ? place(value, interval.at) : place(interval.at, value)
        }
        if let low = interval.low.flatMap(at), let high = interval.high.flatMap(at) {
            path(Self.joined([low, high]), interval.style, &body)
        }
        guard let (x, y) = interval.estimate.flatMap(at) else { return }
        dot(x, y, interval.style, interval.tooltip, &body)
    }

    private func draw(_ rule: Rule, _ body: inout SVGWriter) {
        let ends: [(Double, Double)]
        switch rule.place {
        case .y(let value):
            guard let y = frame.y(value) else { return }
            ends = [(frame.plotLeft, y), (frame.plotRight, y)]
        case .x(let value):
            guard let x = frame.x(value) else { return }
            ends = [(x, frame.plotTop), (x, frame.plotBottom)]
        case .diagonal: ends = [frame.lowCorner, frame.highCorner]
        }
        path(Self.joined(ends), LineStyle(.muted, dash: rule.isDashed ? .dashed : .solid), width: 1, &body)
    }

    /// The word of a horizontal rule, at the end where fewer states lie, over what is drawn there.
    func label(_ rule: Rule, among marks: [Mark], _ body: inout SVGWriter) {
        guard !rule.label.isEmpty, case .y(let value) = rule.place, let y = frame.y(value) else { return }
        let size = style.smallSize * 0.95
        let width = TextMeasure.width(rule.label, size: size)
        let crowd = { (left: Double) in
            marks.reduce(0) { count, mark in
                guard case .line(let line) = mark, !line.isThin else { return count }
                return count
                    + line.states.count { state in
                        guard let value = state.y, let (x, place) = place(state.x, value) else {
                            return false
                        }
                        return x > left - 4 && x < left + width + 4 && place > y - size * 2 && place < y + 4
                    }
            }
        }
        let (first, last) = (frame.plotLeft + 3, frame.plotRight - 3 - width)
        body.element(
            "text",
            [
                ("x", (crowd(first) < crowd(last) ? first : last).svg), ("y", (y - 3).svg),
                ("font-size", size.svg), ("stroke-width", (size * 0.3).svg), ("paint-order", "stroke"),
                ("stroke-linejoin", "round"),
            ] + body.paint(fill: .muted, stroke: .surface), content: rule.label)
    }

    private func draw(_ label: Label, _ body: inout SVGWriter) {
        guard let (x, y) = place(label.x, label.y) else { return }
        body.element(
            "text",
            [("x", x.svg), ("y", y.svg), ("font-size", style.smallSize.svg), ("text-anchor", "middle")]
                + body.paint(fill: .ink), content: label.text)
    }
}
