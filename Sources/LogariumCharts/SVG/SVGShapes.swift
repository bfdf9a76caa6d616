import Glibc

/// The outlines of dots, of one area whatever their shape.
extension LineStyle.Shape {
    /// Path data around a centre.
    ///
    /// - Parameter radius: of the circle.
    func path(_ x: Double, _ y: Double, _ radius: Double) -> String {
        switch self {
        case .circle:
            let r = radius.svg
            return
                "M\((x - radius).svg) \(y.svg)a\(r) \(r) 0 1 0 \((2 * radius).svg) 0a\(r) \(r) 0 1 0 \((-2 * radius).svg) 0z"
        case .square: return Self.polygon([(-1, -1), (1, -1), (1, 1), (-1, 1)], x, y, radius * 0.89)
        case .triangle: return Self.polygon([(0, -1.35), (1.35, 1), (-1.35, 1)], x, y, radius)
        case .diamond: return Self.polygon([(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)], x, y, radius)
        case .cross: return Self.polygon(Self.plusPoints.map { Self.turned($0) }, x, y, radius * 1.25)
        case .plus: return Self.polygon(Self.plusPoints, x, y, radius * 1.25)
        }
    }

    private static let plusPoints: [(Double, Double)] = [
        (-0.3, -1), (0.3, -1), (0.3, -0.3), (1, -0.3), (1, 0.3), (0.3, 0.3), (0.3, 1), (-0.3, 1), (-0.3, 0.3),
        (-1, 0.3),
        (-1, -0.3), (-0.3, -0.3),
    ]

    private static func turned(_ point: (Double, Double)) -> (Double, Double) {
        ((point.0 - point.1) * sqrt(0.5), (point.0 + point.1) * sqrt(0.5))
    }

    private static func polygon(
        _ points: [(Double, Double)], _ x: Double, _ y: Double, _ radius: Double
    ) -> String {
        "M" + points.map { "\((x + $0.0 * radius).svg) \((y + $0.1 * radius).svg)" }.joined(separator: "L")
            + "z"
    }
}

extension LineStyle.Dash {
    /// Value of `stroke-dasharray`; nil: solid.
    var array: String? {
        switch self {
        case .solid: nil
        case .dashed: "5 3"
        case .dotted: "1.5 2.5"
        case .dashDotted: "6 2.5 1.5 2.5"
        }
    }
}
