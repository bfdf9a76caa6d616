public import LogariumCharts
import LogariumOutput

/// Writes one figure to a file, which appears whole or not at all.
public struct FigureFile {
    /// Widths of a two-column paper's columns, in points.
    public enum Width: Double, Sendable {
        case oneColumn = 240
        case twoColumns = 500
    }

    public var width: Width
    public var theme: Theme

    public init(width: Width = .oneColumn, theme: Theme = .light) {
        (self.width, self.theme) = (width, theme)
    }

    /// - Throws: `OutputError`, `SVGConversionError`.
    public func write(_ figure: Figure, to path: String, as format: FigureFormat) throws {
        switch format {
        case .svg: try write(svg(of: figure), to: path)
        case .png, .pdf: try SVGConversion(format: format).write(svg(of: figure), to: path)
        case .vega: try write(VegaLiteRenderer(theme: theme).json(of: figure), to: path)
        case .text: try write(TextRenderer(TerminalStyle(width: 100)).text(of: figure), to: path)
        }
    }

    private func svg(of figure: Figure) -> String {
        SVGRenderer(.file(width: width.rawValue, theme: theme)).svg(of: figure)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try NewFile(path: path)
        try file.write(text)
        try file.commit()
    }
}
