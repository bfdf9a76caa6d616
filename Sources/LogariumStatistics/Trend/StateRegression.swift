import Glibc

/// Ordinary least squares over the states, with model-to-model scatter as the noise: the *systematic* claim.
public struct StateRegression: Sendable, Equatable {
    /// m
    public let states: Int
    public let slope: Double
    public let intercept: Double
    /// Residual sum of squares.
    public let sse: Double
    /// Σ(x − x̄)²
    public let sxx: Double
    /// Share of the variance explained. Nil where y is constant.
    public let rSquared: Double?
    private let meanX: Double

    /// Nil for fewer than two distinct x, unequal lengths, or numbers that are not finite.
    public init?(x: [Double], y: [Double]) {
        guard x.count == y.count, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite),
            let meanX = x.mean, let meanY = y.mean
        else { return nil }
        let sxx = x.squaredDeviations(from: meanX)
        guard sxx > 0 else { return nil }
        let slope = zip(x, y).lazy.map { ($0 - meanX) * ($1 - meanY) }.compensatedSum / sxx
        let intercept = meanY - slope * meanX
        let sse = zip(x, y).map { $1 - (intercept + slope * $0) }.squaredDeviations(from: 0)
        let syy = y.squaredDeviations(from: meanY)
        states = x.count
        self.slope = slope
        self.intercept = intercept
        self.sse = sse
        self.sxx = sxx
        self.meanX = meanX
        rSquared = syy == 0 ? nil : 1 - sse / syy
    }

    /// m − 2
    public var degreesOfFreedom: Int { states - 2 }

    /// s, the residual standard deviation. Nil for two states.
    public var residualDeviation: Double? {
        states > 2 ? sqrt(sse / Double(degreesOfFreedom)) : nil
    }

    /// Of the slope. Nil for two states.
    public var standardError: Double? { residualDeviation.map { sqrt($0 * $0 / sxx) } }

    /// The slope as a t_{m−2} estimate. Nil for two states and where they lie exactly on the line: no p-value.
    public var inference: ContrastEstimate? {
        guard let standardError, standardError > 0 else { return nil }
        return ContrastEstimate(slope, standardError: standardError, degreesOfFreedom: degreesOfFreedom)
    }

    /// Of the slope. Nil for two states.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        guard let standardError else { return nil }
        return .studentT(
            centre: slope, standardError: standardError, degreesOfFreedom: Double(degreesOfFreedom),
            confidence: confidence)
    }

    public func fitted(at x: Double) -> Double { intercept + slope * x }

    /// Of a new state's y at `x`: s√(1 + 1/m + (x − x̄)²/Sxx). Nil for two states.
    public func predictionStandardError(at x: Double) -> Double? {
        residualDeviation.map { s in
            s * sqrt(1 + 1 / Double(states) + (x - meanX) * (x - meanX) / sxx)
        }
    }
}
