/// Draws figures with characters, panel below panel.
public struct TextRenderer {
    private let style: TerminalStyle

    public init(_ style: TerminalStyle) { self.style = style }

    public func text(of figure: Figure) -> String {
        var lines = [figure.title.onTerminal]
        if !figure.subtitle.isEmpty { lines.append(figure.subtitle.onTerminal) }
        let letters = Letters(figure, isUnicode: style.isUnicode)
        for panel in figure.panels { lines += [""] + self.lines(panel, letters) }
        if !figure.legend.isEmpty { lines += [""] + legend(figure.legend, letters) }
        lines += figure.notes.map { "* " + $0.onTerminal }
        if !figure.source.isEmpty { lines.append("* " + figure.source.onTerminal) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func legend(_ entries: [LegendEntry], _ letters: Letters) -> [String] {
        entries.map { entry in
            "  " + coloured(String(letters.of(entry.name)), entry.style.paint) + "  " + entry.name.onTerminal
        }
    }

    private func coloured(_ text: String, _ paint: Paint) -> String {
        guard style.isColoured else { return text }
        return "\u{1B}[38;5;\(Theme.dark.ansi(paint))m\(text)\u{1B}[0m"
    }

    // MARK: A panel

    private func lines(_ panel: Panel, _ letters: Letters) -> [String] {
        var head: [String] = []
        let badge = panel.badge.map { (style.isUnicode ? "  ⚠ " : "  ! ") + $0 } ?? ""
        if !panel.title.isEmpty || !badge.isEmpty { head.append((panel.title + badge).onTerminal) }
        if !panel.y.title.isEmpty { head.append(panel.y.title.onTerminal) }
        let rows = panel.y.scale.nNames ?? style.plotHeight
        let labels = yLabels(panel.y, rows)
        let margin = labels.map(\.count).max() ?? 0
        var canvas = CharacterCanvas(
            columns: style.width - margin - 2, rows: rows, isUnicode: style.isUnicode)
        for mark in panel.marks { draw(mark, panel, letters, &canvas) }
        let edge = style.isUnicode ? "│" : "|"
        let body = zip(labels, canvas.lines(colour: coloured)).map { label, line in
            String(repeating: " ", count: margin - label.count) + label + edge + line
        }
        let corner = String(repeating: " ", count: margin) + (style.isUnicode ? "└" : "+")
        let rule = String(repeating: style.isUnicode ? "─" : "-", count: canvas.columns)
        let pad = String(repeating: " ", count: margin + 1)
        let title = panel.x.title.isEmpty ? [] : [pad + panel.x.title.onTerminal]
        return head + body + [corner + rule] + xLabels(panel.x, canvas.columns).map { pad + $0 } + title
    }

    /// A text for every row, empty but at the ticks.
    private func yLabels(_ axis: Axis, _ rows: Int) -> [String] {
        var labels = Array(repeating: "", count: rows)
        for (value, text) in axis.marks(atMost: 5) {
            guard let place = axis.scale.place(value) else { continue }
            let row =
                axis.scale.isCategory ? Int(value) : rows - 1 - Int((place * Double(rows - 1)).rounded())
            guard labels.indices.contains(row) else { continue }
            labels[row] = text.onTerminal.shortened(to: style.width / 3) + " "
        }
        return labels
    }

    /// The ticks below the plot: numbers on a line, names one below the other with their column's number.
    private func xLabels(_ axis: Axis, _ columns: Int) -> [String] {
        var line = CharacterCanvas(columns: columns, rows: 1, isUnicode: false)
        let room = columns / max(1, axis.scale.nNames ?? 1)
        let isNumbered = axis.scale.isCategory && axis.marks(atMost: 0).contains { $0.text.count >= room }
        var taken = -1
        for (number, mark) in axis.marks(atMost: max(2, columns / 9)).enumerated() {
            guard let place = axis.scale.place(mark.value) else { continue }
            let text = isNumbered ? String(number + 1) : mark.text
            let column = min(columns - text.count, max(0, Int(place * Double(columns - 1)) - text.count / 2))
            guard column > taken else { continue }
            line.put(text, column: column, row: 0)
            taken = column + text.count
        }
        guard isNumbered, case .category(let names) = axis.scale else {
            return line.lines { text, _ in text }
        }
        let key = names.enumerated().map { "\($0 + 1) \($1.onTerminal)" }.joined(separator: ", ")
        return line.lines { text, _ in text } + [key]
    }

    // MARK: Marks

    private func draw(_ mark: Mark, _ panel: Panel, _ letters: Letters, _ canvas: inout CharacterCanvas) {
        let place = { (x: Double, y: Double) -> (Double, Double)? in
            guard let x = panel.x.scale.place(x), let y = panel.y.scale.place(y) else { return nil }
            return (x, panel.y.scale.isCategory ? 1 - y : y)
        }
        switch mark {
        case .line(let line): draw(line, letters, place, &canvas)
        case .points(let dots):
            for dot in dots {
                guard let (x, y) = place(dot.x, dot.y) else { continue }
                let sign = letters.of(dot.style) ?? (style.isUnicode ? "•" : "o")
                canvas.put(sign, x: x, y: y, dot.style.paint)
            }
        case .cells(let cells): for cell in cells { draw(cell, panel, &canvas) }
        case .intervals(let intervals, let direction):
            for interval in intervals {
                draw(interval, direction == .horizontal ? place : { place($1, $0) }, &canvas)
            }
        case .rule(let rule): draw(rule, place, &canvas)
        case .labels(let labels):
            for label in labels {
                guard let (x, y) = place(label.x, label.y) else { continue }
                let column = Int(x * Double(canvas.columns - 1)) - label.text.count / 2
                canvas.put(label.text, column: max(0, column), row: Int((1 - y) * Double(canvas.rows - 1)))
            }
        }
    }

    private typealias Place = (Double, Double) -> (Double, Double)?

    private func draw(_ line: LineMark, _ letters: Letters, _ place: Place, _ canvas: inout CharacterCanvas) {
        for piece in line.pieces {
            let places = piece.compactMap { state in state.y.flatMap { place(state.x, $0) } }
            for (start, end) in zip(places, places.dropFirst()) {
                canvas.line(from: start, to: end, line.style.paint)
            }
            if line.isThin { continue }
            for (x, y) in places { canvas.put(letters.of(line.name), x: x, y: y, line.style.paint) }
        }
    }

    private func draw(_ interval: Interval, _ place: Place, _ canvas: inout CharacterCanvas) {
        let paint = interval.style.paint
        if let low = interval.low.flatMap({ place($0, interval.at) }),
            let high = interval.high.flatMap({ place($0, interval.at) })
        {
            canvas.line(from: low, to: high, paint)
        }
        guard let (x, y) = interval.estimate.flatMap({ place($0, interval.at) }) else { return }
        canvas.put(style.isUnicode ? "●" : "o", x: x, y: y, paint)
    }

    private func draw(_ rule: Rule, _ place: Place, _ canvas: inout CharacterCanvas) {
        let dash: Character = style.isUnicode ? "┄" : "-"
        for step in 0..<canvas.columns {
            let share = Double(step) / Double(max(1, canvas.columns - 1))
            switch rule.place {
            case .y(let value):
                guard let (_, y) = place(0, value) ?? place(1, value) else { return }
                canvas.put(dash, x: share, y: y, .muted)
            case .x(let value):
                guard let (x, _) = place(value, 0) ?? place(value, 1) else { return }
                canvas.put(style.isUnicode ? "┊" : "|", x: x, y: share, .muted)
            case .diagonal: canvas.put(style.isUnicode ? "·" : ".", x: share, y: share, .muted)
            }
        }
    }

    /// A square with its text, or its sign where the text does not fit.
    private func draw(_ cell: Cell, _ panel: Panel, _ canvas: inout CharacterCanvas) {
        let names = panel.x.scale.nNames ?? 1
        let width = max(1, canvas.columns / max(1, names))
        let left = cell.column * canvas.columns / max(1, names)
        let text = cell.text.count < width ? cell.text : cell.paint.sign(isUnicode: style.isUnicode)
        canvas.put(text, column: left + max(0, (width - text.count) / 2), row: cell.row, cell.paint.inText)
    }
}
