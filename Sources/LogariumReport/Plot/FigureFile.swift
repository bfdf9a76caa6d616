public import LogariumCharts
import LogariumOutput

/// Writes one figure to a file, which appears whole or not at all.
public struct FigureFile {
    public var size: FigureSize
    public var theme: Theme

    public init(size: FigureSize = .oneColumn, theme: Theme = .light) {
        (self.size, self.theme) = (size, theme)
    }

    /// - Returns: what a person must know of the file; nil: nothing.
    /// - Throws: `OutputError`, `SVGConversionError`, `FigureHeightError`.
    @discardableResult
    public func write(_ figure: Figure, to path: String, as format: FigureFormat) throws -> String? {
        switch format {
        case .svg: try write(svg(of: figure), to: path)
        case .png, .pdf:
            let svg = try svg(of: figure)
            try SVGConversion(format: format).write(svg, to: path)
            return FontCheck.warning(for: svg)
        case .vega: try write(VegaLiteRenderer(theme: theme).json(of: figure), to: path)
        case .text: try write(TextRenderer(TerminalStyle(width: 100)).text(of: figure), to: path)
        }
        return nil
    }

    private func svg(of figure: Figure) throws -> String {
        var style = SVGStyle.file(width: size.width, theme: theme)
        if let height = size.height { style.aspect = try aspect(of: figure, height, style) }
        return SVGRenderer(style).svg(of: figure)
    }

    /// The shape of the plots with which the figure is as high as was asked for: its height is linear in it.
    private func aspect(of figure: Figure, _ height: Double, _ style: SVGStyle) throws -> Double {
        let measure = { (aspect: Double) in
            var style = style
            style.aspect = aspect
            return SVGRenderer(style).height(of: figure)
        }
        let (low, high) = (measure(0.2), measure(1.2))
        guard high > low else {
            throw FigureHeightError(
                description: "the rows of this figure set its height, \(Int(low)) pt: give its width alone")
        }
        guard height >= low else {
            throw FigureHeightError(
                description:
                    "\(Int(height)) pt are too few for this figure's words and plots: \(Int(low.rounded(.up))) pt at least"
            )
        }
        return 0.2 + (height - low) / (high - low)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try NewFile(path: path)
        try file.write(text)
        try file.commit()
    }
}
