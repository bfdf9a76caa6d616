/// How a line looks: colour is never alone, the shape of its dots and its dash tell the same.
public struct LineStyle: Sendable, Hashable {
    public enum Shape: String, Sendable, CaseIterable {
        case circle, square, triangle, diamond, cross, plus
    }

    public enum Dash: String, Sendable, CaseIterable { case solid, dashed, dotted, dashDotted }

    public var paint: Paint
    public var shape: Shape
    public var dash: Dash

    public init(_ paint: Paint, shape: Shape = .circle, dash: Dash = .solid) {
        (self.paint, self.shape, self.dash) = (paint, shape, dash)
    }
}

extension CaseIterable where Self: Equatable {
    /// The case at a place, beginning again after the last.
    static func cycled(_ index: Int) -> Self {
        allCases[allCases.index(allCases.startIndex, offsetBy: index % allCases.count)]
    }
}
