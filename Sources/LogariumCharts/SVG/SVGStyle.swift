/// Size, letters and colours of a drawing.
public struct SVGStyle: Sendable {
    public enum Colours: Sendable, Equatable {
        /// Written into the drawing, which then looks the same everywhere.
        case fixed(Theme)
        /// Classes of `Theme.cssClasses`, so that the page decides.
        case page
    }

    /// Of the whole drawing, in `unit`s.
    public var width: Double
    /// `px` or `pt`.
    public var unit: String
    public var fontSize: Double
    /// Height of a plot with a numeric y axis, against its width.
    public var aspect: Double
    public var colours: Colours
    /// Title, subtitle and notes inside the drawing; a page sets them around it.
    public var showsWords: Bool
    /// Marks that can be reached with the keyboard.
    public var isInteractive: Bool

    /// A figure file: `width` in points.
    public static func file(width: Double, theme: Theme = .light, fontSize: Double = 7.5) -> SVGStyle {
        SVGStyle(
            width: width, unit: "pt", fontSize: fontSize, aspect: 0.66, colours: .fixed(theme),
            showsWords: true, isInteractive: false)
    }

    /// Inside a page: half as wide as a desktop's, in the page's colours.
    public static func inline(width: Double = 440) -> SVGStyle {
        SVGStyle(
            width: width, unit: "px", fontSize: 11.5, aspect: 0.6, colours: .page, showsWords: false,
            isInteractive: true)
    }

    /// Radius of a dot.
    var dot: Double { fontSize * 0.27 }
    var lineHeight: Double { fontSize * 1.35 }
    var smallSize: Double { (fontSize * 0.9 * 10).rounded() / 10 }
}
