/// What a design can detect, two-sided (Miller 2024, section 5).
public struct Power: Sendable, Equatable {
    public var alpha: Double
    public var power: Double

    public init(alpha: Double = 0.05, power: Double = 0.8) {
        self.alpha = alpha
        self.power = power
    }

    /// (z_{1−α/2} + z_{power})·SE, in the unit of the SE. Nil where α or the power is no probability.
    public func minimumDetectableEffect(standardError: Double) -> Double? {
        guard let zAlpha = Normal.upperQuantile(alpha / 2), let zBeta = Normal.quantile(power) else {
            return nil
        }
        return ((zAlpha + zBeta) * standardError).ifDefined
    }

    /// The same with t quantiles, for few degrees of freedom.
    public func minimumDetectableEffect(standardError: Double, degreesOfFreedom: Double) -> Double? {
        guard let t = StudentT(degreesOfFreedom: degreesOfFreedom),
            let tAlpha = t.quantile(1 - alpha / 2), let tBeta = t.quantile(power)
        else { return nil }
        return ((tAlpha + tBeta) * standardError).ifDefined
    }

    /// The examples needed to detect a mean difference of `delta`, not rounded.
    /// - Parameters:
    ///   - omegaSquared: variance over examples of the true per-example difference.
    ///   - a: the first model's sampling within an example; `b` the second's.
    public func sampleSize(
        delta: Double, omegaSquared: Double, a: WithinExample = .none, b: WithinExample = .none
    ) -> Double? {
        guard delta != 0, let z = minimumDetectableEffect(standardError: 1) else { return nil }
        return (z * z * (omegaSquared + a.variancePerExample + b.variancePerExample) / (delta * delta))
            .ifDefined
    }

    /// Variance that sampling answers adds within one example: σ²/K.
    public struct WithinExample: Sendable, Equatable {
        public var variance: Double
        public var samples: Double

        public static let none = WithinExample(variance: 0, samples: 1)

        public init(variance: Double, samples: Double) {
            self.variance = variance
            self.samples = samples
        }

        var variancePerExample: Double { variance / samples }
    }
}
