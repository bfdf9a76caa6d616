/// What a figure is written as. A new case must be given a rendering in `FigureFile`: the compiler asks for it.
public enum FigureFormat: String, Sendable, CaseIterable {
    case svg, png, pdf
    /// A Vega-Lite specification with its data.
    case vega
    /// Characters.
    case text

    /// By the end of a file's name; nil where it says nothing.
    public init?(path: String) {
        let name = path.lowercased()
        if name.hasSuffix(".vl.json") || name.hasSuffix(".vg.json") {
            self = .vega
        } else if name.hasSuffix(".txt") {
            self = .text
        } else if let format = [Self.svg, .png, .pdf].first(where: { name.hasSuffix("." + $0.rawValue) }) {
            self = format
        } else {
            return nil
        }
    }
}
