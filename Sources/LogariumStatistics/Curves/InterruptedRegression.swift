/// Simonsohn's (2018) interrupted regression at a given break: one line to it, another after it, and a jump.
///
/// Dense axes only: with 4 to 8 states an arm has too few points. Standard errors are HC3.
public struct InterruptedRegression: Sendable, Equatable {
    public struct Arm: Sendable, Equatable {
        public let slope: Double
        /// Slope over its HC3 standard error. Nil where that is 0.
        public let z: Double?
        /// Two-sided, normal. Nil where `z` is.
        public var p: Double? { z.map(Normal.twoSided) }
    }

    /// x up to and including the break.
    public let low: Arm
    /// x beyond it.
    public let high: Arm
    /// Of the second line over the first at the break.
    public let jump: Double

    /// Nil unless both arms have two distinct x, and for fewer than five points.
    public init?(x: [Double], y: [Double], breakX: Double) {
        guard x.count == y.count, x.count > 4, y.allSatisfy(\.isFinite),
            Set<Double>(x.filter { $0 <= breakX }).count > 1, Set<Double>(x.filter { $0 > breakX }).count > 1
        else { return nil }
        let fit = LeastSquares(
            columns: [
                [Double](repeating: 1, count: x.count),
                x.map { $0 <= breakX ? $0 - breakX : 0 },
                x.map { $0 > breakX ? $0 - breakX : 0 },
                x.map { $0 > breakX ? 1 : 0 },
            ], y: y)
        let errors = fit.standardErrorsHC3
        func arm(_ index: Int) -> Arm {
            let z = fit.coefficients[index] / errors[index]
            return Arm(slope: fit.coefficients[index], z: z.isFinite ? z : nil)
        }
        low = arm(1)
        high = arm(2)
        jump = fit.coefficients[3]
    }
}
