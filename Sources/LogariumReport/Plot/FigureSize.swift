/// How large a figure is drawn, in points.
public struct FigureSize: Sendable, Equatable {
    public let width: Double
    /// Nil: as its plots ask for.
    public let height: Double?

    public init(width: Double, height: Double? = nil) { (self.width, self.height) = (width, height) }

    /// Columns of a two-column paper.
    public static let oneColumn = FigureSize(width: 240)
    public static let twoColumns = FigureSize(width: 500)

    /// `5`, `5x3` in inches; `180mm`, `18x10cm`, `400x300pt`.
    ///
    /// - Returns: nil for what is none, or is smaller than a stamp or larger than a poster.
    public init?(_ text: String) {
        let letters = text.reversed().prefix { $0.isLetter && $0 != "x" }.reversed()
        let unit = String(letters).lowercased()
        guard let points = Self.units[unit] else { return nil }
        let numbers = text.dropLast(letters.count).split(separator: "x", omittingEmptySubsequences: false)
            .map { Double($0) }
        guard (1...2).contains(numbers.count), let width = numbers[0], numbers.allSatisfy({ $0 != nil })
        else { return nil }
        let sides = numbers.compactMap { $0 }.map { $0 * points }
        guard sides.allSatisfy({ Self.possible.contains($0) }) else { return nil }
        self.init(width: width * points, height: sides.count > 1 ? sides[1] : nil)
    }

    private static let units = ["": 72.0, "in": 72, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1]
    private static let possible = 72.0...7200
}

/// What keeps a figure from having the height that was asked for.
public struct FigureHeightError: Error, CustomStringConvertible {
    public let description: String
}
