/// A chart ready to be drawn: panels side by side, their legend, and the rows they show.
///
/// It holds places and words, no pixels: SVG, Vega-Lite and text are drawn from the same figure.
public struct Figure: Sendable {
    public var title: String
    /// What the axes cannot say: sample sizes, how points were chosen. Empty: nothing.
    public var subtitle: String
    /// What must be known before the chart is believed, and what was left out of it.
    public var notes: [String]
    /// Where it comes from: the warehouse, the day, what was asked. Empty: not said.
    public var source = ""
    public var panels: [Panel]
    public var legend: [LegendEntry]
    /// The rows that were drawn, for the table and the download beside the chart.
    public var table: ChartTable

    public init(
        title: String, subtitle: String = "", notes: [String] = [], panels: [Panel],
        legend: [LegendEntry] = [], table: ChartTable
    ) {
        self.title = title
        self.subtitle = subtitle
        self.notes = notes
        self.panels = panels
        self.legend = legend
        self.table = table
    }

    /// Whether there is nothing to see: no line, dot, cell or interval has a value.
    public var isEmpty: Bool { panels.allSatisfy { $0.marks.allSatisfy(\.isEmpty) } }

    /// Every panel as a figure of its own, for a page that may have to set them one below the other.
    public var split: [Figure] {
        panels.map { panel in
            var figure = self
            figure.panels = [panel]
            let looks = panel.looks
            if !looks.isEmpty { figure.legend.removeAll { !looks.contains($0.style) } }
            return figure
        }
    }
}

/// One plot: two axes and what lies between them.
public struct Panel: Sendable {
    /// Empty where the figure's title says it all.
    public var title: String
    /// A warning set beside the title.
    public var badge: String?
    public var x: Axis
    public var y: Axis
    /// Drawn in this order, the last on top.
    public var marks: [Mark]
    /// Looks of the lines and dots in it.
    var looks: Set<LineStyle> {
        Set(
            marks.flatMap { mark -> [LineStyle] in
                switch mark {
                case .line(let line): line.isThin ? [] : [line.style]
                case .points(let dots): dots.map(\.style)
                case .cells, .intervals, .rule, .labels: []
                }
            })
    }

    /// How wide the plot is against the others of its figure.
    public var share: Double

    public init(
        title: String = "", badge: String? = nil, x: Axis, y: Axis, marks: [Mark], share: Double = 1
    ) {
        self.title = title
        self.badge = badge
        self.x = x
        self.y = y
        self.marks = marks
        self.share = share
    }
}

/// What a colour, a dash and a shape stand for.
public struct LegendEntry: Sendable, Equatable {
    public var name: String
    public var style: LineStyle

    public init(_ name: String, _ style: LineStyle) { (self.name, self.style) = (name, style) }
}
