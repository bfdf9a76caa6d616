/// Writes a figure as a Vega-Lite specification with its data, to be restyled in Altair or the Vega editor.
public struct VegaLiteRenderer {
    private let theme: Theme

    public init(theme: Theme = .light) { self.theme = theme }

    /// JSON of Vega-Lite 6.
    public func json(of figure: Figure) -> String {
        let panels = figure.panels.map { VegaPanel($0, figure.legend, theme).specification }
        let spec: VegaJSON = [
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "title": [
                "text": .string(figure.title),
                "subtitle": .array(
                    ([figure.subtitle] + figure.notes + [figure.source]).filter { !$0.isEmpty }.map {
                        .string($0)
                    }),
                "anchor": "start",
            ],
            "background": .string(theme.hex(.surface)),
            "hconcat": .array(panels),
        ]
        return spec.text() + "\n"
    }
}

/// One panel as a layered view.
struct VegaPanel {
    private let panel: Panel
    private let legend: [LegendEntry]
    let theme: Theme

    init(_ panel: Panel, _ legend: [LegendEntry], _ theme: Theme) {
        (self.panel, self.legend, self.theme) = (panel, legend, theme)
    }

    var specification: VegaJSON {
        let all = panel.marks.compactMap { if case .line(let line) = $0 { line } else { nil } }
        let (thin, lines) = (all.filter(\.isThin), all.filter { !$0.isThin })
        let title = panel.title + (panel.badge.map { " ⚠ " + $0 } ?? "")
        let layers =
            (thin.isEmpty ? [] : [self.thin(thin)]) + (lines.isEmpty ? [] : self.layers(lines))
            + panel.marks.flatMap(layers)
        return [
            "title": .string(title), "width": size(panel.x, 300), "height": size(panel.y, 200),
            "layer": .array(layers.isEmpty ? [["mark": "point"]] : layers),
        ]
    }

    private func size(_ axis: Axis, _ standard: Double) -> VegaJSON {
        if case .category = axis.scale { ["step": 18] } else { .number(standard) }
    }

    private func layers(_ mark: Mark) -> [VegaJSON] {
        switch mark {
        case .line: []
        case .points(let dots): [self.dots(dots)]
        case .cells(let cells): self.cells(cells)
        case .intervals(let intervals, let direction): self.intervals(intervals, direction)
        case .rule(let rule): [self.rule(rule)]
        case .labels(let labels): [self.labels(labels)]
        }
    }
}

// MARK: Encodings

extension VegaPanel {
    private func channel(_ field: String, _ axis: Axis) -> VegaJSON {
        var scale: VegaJSON
        switch axis.scale {
        case .category:
            return [
                "field": .string(field), "type": "nominal", "sort": .null, "title": .string(axis.title),
                "scale": ["domain": domain(axis)],
            ]
        case .linear: scale = ["type": "linear", "domain": domain(axis), "nice": false, "zero": false]
        case .log10: scale = ["type": "log", "domain": domain(axis), "nice": false]
        case .symlog(_, let unit):
            scale = ["type": "symlog", "constant": .number(unit), "domain": domain(axis), "nice": false]
        }
        let format: VegaJSON = axis.format == .count ? ["format": "~s"] : [:]
        return [
            "field": .string(field), "type": "quantitative", "title": .string(axis.title), "scale": scale,
            "axis": format,
        ]
    }

    private func domain(_ axis: Axis) -> VegaJSON {
        switch axis.scale {
        case .linear(let range), .log10(let range), .symlog(let range, _):
            [.number(range.lowerBound), .number(range.upperBound)]
        case .category(let names): .array(names.map { .string($0) })
        }
    }

    /// A coordinate as it stands in the data: a name on a categorical axis.
    private func value(_ number: Double?, _ axis: Axis) -> VegaJSON {
        guard case .category(let names) = axis.scale else { return VegaJSON(number) }
        guard let number, names.indices.contains(Int(number.rounded())) else { return .null }
        return .string(names[Int(number.rounded())])
    }

    private var x: VegaJSON { channel("x", panel.x) }
    private var y: VegaJSON { channel("y", panel.y) }
    private static let tooltip: VegaJSON = ["field": "tooltip", "type": "nominal"]
    private static let ownColour: VegaJSON = [
        "field": "color", "type": "nominal", "scale": .null, "legend": .null,
    ]

    private func colour(_ paint: Paint) -> VegaJSON { .string(theme.hex(paint)) }
}

// MARK: Marks

extension VegaPanel {
    /// Lines without a name, each in its own colour.
    private func thin(_ lines: [LineMark]) -> VegaJSON {
        let rows = lines.enumerated().flatMap { place, line in
            line.states.map { state -> VegaJSON in
                [
                    "thin": .number(Double(place)), "name": .string(line.name), "x": value(state.x, panel.x),
                    "y": VegaJSON(state.y), "color": self.colour(line.style.paint),
                ]
            }
        }
        return [
            "data": ["values": .array(rows)],
            "mark": [
                "type": "line", "strokeWidth": 0.7, "opacity": 0.45, "invalid": "break-paths-show-domains",
            ],
            "encoding": [
                "x": x, "y": y, "detail": ["field": "thin", "type": "nominal"], "color": Self.ownColour,
                "tooltip": ["field": "name", "type": "nominal"],
            ],
        ]
    }

    /// Bands, lines and dots of every line of the panel over one table.
    private func layers(_ lines: [LineMark]) -> [VegaJSON] {
        let rows = lines.flatMap { line in
            line.states.map { state -> VegaJSON in
                [
                    "line": .string(line.name), "x": value(state.x, panel.x), "y": VegaJSON(state.y),
                    "low": VegaJSON(state.low), "high": VegaJSON(state.high),
                    "tooltip": .string(state.tooltip),
                ]
            }
        }
        let data: VegaJSON = ["values": .array(rows)]
        let looks = lines.map { ($0.name, $0.style) }
        let colour = nominal(looks) { self.colour($0.paint) }
        let dash = nominal(looks) {
            .array(
                $0.dash.array.map { $0.split(separator: " ").compactMap { Double($0).map { .number($0) } } }
                    ?? [.number(1), .number(0)])
        }
        let shape = nominal(looks) {
            .string($0.shape == .triangle ? "triangle-up" : $0.shape == .plus ? "cross" : $0.shape.rawValue)
        }
        let gaps: VegaJSON = "break-paths-show-domains"
        return [
            [
                "data": data, "mark": ["type": "area", "opacity": 0.15, "invalid": gaps],
                "encoding": ["x": x, "y": channel("low", panel.y), "y2": ["field": "high"], "color": colour],
            ],
            [
                "data": data, "mark": ["type": "line", "invalid": gaps],
                "encoding": ["x": x, "y": y, "color": colour, "strokeDash": dash],
            ],
            [
                "data": data, "mark": ["type": "point", "filled": true, "size": 40, "invalid": "filter"],
                "encoding": ["x": x, "y": y, "color": colour, "shape": shape, "tooltip": Self.tooltip],
            ],
        ]
    }

    /// The lines' names with a look for each, in the order of the legend.
    private func nominal(_ looks: [(String, LineStyle)], _ look: (LineStyle) -> VegaJSON) -> VegaJSON {
        [
            "field": "line", "type": "nominal", "title": .null,
            "scale": [
                "domain": .array(looks.map { .string($0.0) }), "range": .array(looks.map { look($0.1) }),
            ],
        ]
    }

    private func dots(_ dots: [Dot]) -> VegaJSON {
        let rows = dots.map { dot -> VegaJSON in
            [
                "x": value(dot.x, panel.x), "y": value(dot.y, panel.y), "color": colour(dot.style.paint),
                "tooltip": .string(dot.tooltip),
            ]
        }
        return [
            "data": ["values": .array(rows)], "mark": ["type": "point", "filled": true],
            "encoding": ["x": x, "y": y, "color": Self.ownColour, "tooltip": Self.tooltip],
        ]
    }

    private func cells(_ cells: [Cell]) -> [VegaJSON] {
        let rows = cells.map { cell -> VegaJSON in
            [
                "x": value(Double(cell.column), panel.x), "y": value(Double(cell.row), panel.y),
                "color": colour(cell.paint), "text": .string(cell.text),
                "text_color": colour(cell.paint.onTop),
                "tooltip": .string(cell.tooltip),
            ]
        }
        let data: VegaJSON = ["values": .array(rows)]
        return [
            [
                "data": data, "mark": "rect",
                "encoding": ["x": x, "y": y, "color": Self.ownColour, "tooltip": Self.tooltip],
            ],
            [
                "data": data, "mark": ["type": "text", "fontSize": 9],
                "encoding": [
                    "x": x, "y": y, "text": ["field": "text", "type": "nominal"],
                    "color": ["field": "text_color", "type": "nominal", "scale": .null, "legend": .null],
                ],
            ],
        ]
    }

    private func intervals(_ intervals: [Interval], _ direction: Mark.Direction) -> [VegaJSON] {
        let isHorizontal = direction == .horizontal
        let (along, across) = isHorizontal ? (panel.x, panel.y) : (panel.y, panel.x)
        let rows = intervals.map { interval -> VegaJSON in
            [
                "at": value(interval.at, across), "low": VegaJSON(interval.low),
                "high": VegaJSON(interval.high),
                "estimate": VegaJSON(interval.estimate), "color": colour(interval.style.paint),
                "tooltip": .string(interval.tooltip),
            ]
        }
        let data: VegaJSON = ["values": .array(rows)]
        let (main, second, other) = isHorizontal ? ("x", "x2", "y") : ("y", "y2", "x")
        let bar: VegaJSON = .object([
            (main, channel("low", along)), (second, ["field": "high"] as VegaJSON),
            (other, channel("at", across)),
            ("color", Self.ownColour),
        ])
        let dot: VegaJSON = .object([
            (main, channel("estimate", along)), (other, channel("at", across)), ("color", Self.ownColour),
            ("tooltip", Self.tooltip),
        ])
        return [
            ["data": data, "mark": "rule", "encoding": bar],
            ["data": data, "mark": ["type": "point", "filled": true], "encoding": dot],
        ]
    }

    private func rule(_ rule: Rule) -> VegaJSON {
        let look: VegaJSON = [
            "type": "rule", "strokeDash": rule.isDashed ? [4, 3] : [1, 0], "color": colour(.muted),
        ]
        switch rule.place {
        case .y(let value): return ["mark": look, "encoding": ["y": datum(value, panel.y)]]
        case .x(let value): return ["mark": look, "encoding": ["x": datum(value, panel.x)]]
        case .diagonal:
            let rows: [VegaJSON] = [["x": 0, "y": 0], ["x": 1, "y": 1]]
            return [
                "data": ["values": .array(rows)],
                "mark": ["type": "line", "strokeDash": [4, 3], "color": colour(.muted)],
                "encoding": ["x": x, "y": y],
            ]
        }
    }

    /// A constant on an axis; its scale must be said again, or Vega would begin a new one.
    private func datum(_ value: Double, _ axis: Axis) -> VegaJSON {
        guard !axis.scale.isCategory else { return ["datum": self.value(value, axis)] }
        guard case .object(let members) = channel("", axis) else { return .null }
        return .object(
            [("datum", .number(value))] + members.filter { ["type", "scale", "title"].contains($0.0) })
    }

    private func labels(_ labels: [Label]) -> VegaJSON {
        let rows = labels.map { label -> VegaJSON in
            ["x": value(label.x, panel.x), "y": value(label.y, panel.y), "text": .string(label.text)]
        }
        return [
            "data": ["values": .array(rows)], "mark": "text",
            "encoding": ["x": x, "y": y, "text": ["field": "text", "type": "nominal"]],
        ]
    }
}
