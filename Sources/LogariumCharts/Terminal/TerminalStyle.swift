/// What a terminal can show.
public struct TerminalStyle: Sendable {
    public var width: Int
    /// Rows of a plot with a numeric y axis.
    public var plotHeight: Int
    /// Braille and box characters; else ASCII.
    public var isUnicode: Bool
    /// ANSI colours; letters say the same without.
    public var isColoured: Bool

    public init(width: Int = 80, plotHeight: Int = 15, isUnicode: Bool = true, isColoured: Bool = false) {
        (self.width, self.plotHeight) = (max(40, width), plotHeight)
        (self.isUnicode, self.isColoured) = (isUnicode, isColoured)
    }
}
