/// Where a panel's plot lies in the drawing, and where its values do.
struct PanelFrame {
    /// Of the whole panel: words, labels and plot.
    let left: Double, top: Double, width: Double, height: Double
    /// Of the plot.
    let plotLeft: Double, plotTop: Double, plotWidth: Double, plotHeight: Double
    /// Words above and below the plot, broken to fit.
    let titleLines: [String], yTitleLines: [String], xTitleLines: [String]
    private let panel: Panel
    /// Room inside the plot, so that dots at its ends are whole.
    private let inset: Double

    static let rowHeight = 1.55
    private static let widestLabel = 15.0

    /// - Parameter plotWidth: of the plot without labels, where it is known already; else what is left of `width`.
    init(_ panel: Panel, left: Double, top: Double, width: Double, style: SVGStyle) {
        let size = style.fontSize
        self.panel = panel
        (self.left, self.top, self.width) = (left, top, width)
        inset = style.dot * 2
        let labels = Self.labelWidth(panel.y, style) + size * 0.8
        plotLeft = left + labels
        plotWidth = max(size * 4, width - labels - Self.right(panel.x, style))
        let room = width - 4
        let title = [panel.title, panel.badge.map { "⚠ " + $0 } ?? ""].filter { !$0.isEmpty }
        titleLines = title.flatMap { TextMeasure.lines($0, width: room, size: size * 1.02) }
        yTitleLines = TextMeasure.lines(panel.y.title, width: room, size: style.smallSize)
        xTitleLines = TextMeasure.lines(panel.x.title, width: room, size: style.smallSize)
        plotTop = top + Double(titleLines.count + yTitleLines.count) * style.lineHeight + size * 0.5
        if case .category(let names) = panel.y.scale {
            plotHeight = Double(max(1, names.count)) * size * Self.rowHeight
        } else {
            plotHeight = min(plotWidth, 60 * size) * style.aspect
        }
        height =
            plotTop - top + plotHeight + Self.labelHeight(panel.x, plotWidth, style)
            + Double(xTitleLines.count) * style.lineHeight
    }

    /// Of the labels along y.
    private static func labelWidth(_ axis: Axis, _ style: SVGStyle) -> Double {
        let widest =
            axis.marks(atMost: 6).map { TextMeasure.width($0.text, size: style.smallSize) }.max() ?? 0
        return min(widest, widestLabel * style.fontSize)
    }

    /// Room for the half of the last label that stands beyond the plot.
    private static func right(_ axis: Axis, _ style: SVGStyle) -> Double {
        guard !axis.scale.isCategory, let last = axis.marks(atMost: 6).last else {
            return style.fontSize * 0.8
        }
        return max(style.fontSize * 0.8, TextMeasure.width(last.text, size: style.smallSize) / 2 - style.dot)
    }

    /// Labels along y, shortened where they must be.
    static func labels(_ texts: [String], _ style: SVGStyle) -> [String] {
        TextMeasure.fitted(texts, into: widestLabel * style.fontSize, size: style.smallSize)
    }

    /// Room for the labels below the plot.
    private static func labelHeight(_ axis: Axis, _ plotWidth: Double, _ style: SVGStyle) -> Double {
        style.fontSize * 0.6
            + (isTurned(axis, plotWidth, style) ? turnedHeight(axis, style) : style.lineHeight)
    }

    /// Whether names below the plot must be set upright to fit.
    static func isTurned(_ axis: Axis, _ plotWidth: Double, _ style: SVGStyle) -> Bool {
        guard case .category(let names) = axis.scale else { return false }
        let room = plotWidth / Double(max(1, names.count))
        return names.contains { TextMeasure.width($0, size: style.smallSize) > room - style.fontSize * 0.4 }
    }

    static func turnedHeight(_ axis: Axis, _ style: SVGStyle) -> Double {
        min(
            12 * style.fontSize,
            axis.marks(atMost: 0).map { TextMeasure.width($0.text, size: style.smallSize) }.max() ?? 0)
    }

    /// Nil where the scale has no place for it; beyond its ends, the end.
    func x(_ value: Double) -> Double? {
        panel.x.scale.place(value).map {
            plotLeft + margin(panel.x) + min(1, max(0, $0)) * (plotWidth - 2 * margin(panel.x))
        }
    }

    func y(_ value: Double) -> Double? {
        panel.y.scale.place(value).map { place in
            let share = min(1, max(0, panel.y.scale.isCategory ? place : 1 - place))
            return plotTop + margin(panel.y) + share * (plotHeight - 2 * margin(panel.y))
        }
    }

    private func margin(_ axis: Axis) -> Double { axis.scale.isCategory ? 0 : inset }

    /// Where both axes have their low, and their high ends.
    var lowCorner: (Double, Double) { (plotLeft + inset, plotBottom - inset) }
    var highCorner: (Double, Double) { (plotRight - inset, plotTop + inset) }

    var plotRight: Double { plotLeft + plotWidth }
    var plotBottom: Double { plotTop + plotHeight }
}
