import Glibc

/// Weighted least squares over states with known variances, for imported summaries without examples.
///
/// Ignores the covariance between states: where there are examples, use `StateCovariance`.
public struct WeightedStateRegression: Sendable, Equatable {
    public let states: Int
    public let slope: Double
    public let intercept: Double
    /// 1/√Sxx_w: of the slope, taking the given standard errors at their word.
    public let standardError: Double
    /// Σw·residual²: χ²_{m−2} where a line describes the models.
    public let q: Double

    /// - Parameter standardErrors: of the states' y.
    ///
    /// Nil for fewer than two distinct x, unequal lengths, or a standard error that is not positive.
    public init?(x: [Double], y: [Double], standardErrors: [Double]) {
        guard x.count == y.count, x.count == standardErrors.count, x.count > 1,
            x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite),
            standardErrors.allSatisfy({ $0 > 0 && $0.isFinite })
        else { return nil }
        let weights = standardErrors.map { 1 / ($0 * $0) }
        let total = weights.compensatedSum
        let meanX = dotProduct(weights, x) / total
        let meanY = dotProduct(weights, y) / total
        let sxx = dotProduct(weights, x.lazy.map { ($0 - meanX) * ($0 - meanX) })
        guard sxx > 0 else { return nil }
        let slope =
            dotProduct(weights, zip(x, y).lazy.map { ($0 - meanX) * ($1 - meanY) }) / sxx
        let intercept = meanY - slope * meanX
        let residuals = zip(x, y).lazy.map { $1 - intercept - slope * $0 }
        states = x.count
        self.slope = slope
        self.intercept = intercept
        standardError = sqrt(1 / sxx)
        q = dotProduct(weights, residuals.map { $0 * $0 })
    }

    public var degreesOfFreedom: Int { states - 2 }

    /// p of "a line describes these states". Nil for two.
    public var pLackOfFit: Double? {
        ChiSquared(degreesOfFreedom: Double(degreesOfFreedom))?.upperTail(q)
    }

    /// √(Q/(m−2)), above 1 where the states scatter more than their standard errors say. Nil for two.
    public var birgeRatio: Double? {
        degreesOfFreedom > 0 ? sqrt(q / Double(degreesOfFreedom)) : nil
    }

    /// Scaled by the Birge ratio, down as well as up: statsmodels' `WLS` default. Nil for two states.
    public var scaledStandardError: Double? { birgeRatio.map { $0 * standardError } }

    /// Scaled by the Birge ratio where that widens it. Nil for two states.
    public var widenedStandardError: Double? { birgeRatio.map { max(1, $0) * standardError } }
}
