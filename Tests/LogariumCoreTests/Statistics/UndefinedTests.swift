import LogariumCore
import Testing

@Suite("What is undefined is nil, never 0 and never NaN:")
struct UndefinedTests {
    @Test("one cluster has no covariance, and no test")
    func oneCluster() throws {
        let rows = [[0.0, 1], [1, 3]]
        let states = try #require(StateCovariance(rows: rows, clustering: Clustering(["a", "a"])))
        #expect(states.covariance == nil)
        #expect(states.mean == [0.5, 2])
        #expect(DirectionTest(states, x: [1, 2], sesoi: 0.2) == nil)
        #expect(ShapeTest(states, x: [1, 2], sesoi: 0.2) == nil)
        #expect(states.noiseToExplain(.direction, x: [1, 2], sesoi: 0.2) == nil)
    }

    @Test("a line with an infinite value, with one x, or out of order")
    func lines() throws {
        #expect(StateCovariance(rows: [[0, .infinity], [1, 2]]) == nil)
        #expect(StateCovariance(rows: [[0, 1], [1]]) == nil)
        #expect(StateCovariance(mean: [0, .nan], covariance: nil, examples: 2, clusters: 2) == nil)
        let states = try #require(StateCovariance(rows: [[0, 1, 2], [1, 2, 4], [0, 2, 3]]))
        #expect(DirectionTest(states, x: [5, 5, 5], sesoi: 0.2) == nil)
        #expect(ShapeTest(states, x: [3, 2, 1], sesoi: 0.2) == nil)
        #expect(DirectionTest(states, x: [3, 2, 1], sesoi: 0.2)?.label == .decreasing)
    }

    @Test("empty samples, one value, no trials")
    func samples() {
        #expect(SampleMean([]) == nil)
        #expect(SampleMean([1])?.standardError == nil)
        #expect([Double]().median == nil)
        #expect(CalibrationError(confidence: [], correct: []) == nil)
        #expect(ConfidenceInterval.wilson(successes: 0, trials: 0) == nil)
        #expect(upperShareBound(successes: 0, trials: 0) == nil)
        #expect(DirectionCounts(up: 0, down: 0)?.pSign == nil)
        #expect(MetaAnalysis(effects: [1, 2], variances: [0.1, 0]) == nil)
        #expect(Forecast(x: [1, 1, 1], y: [1, 2, 3], at: 2) == nil)
        #expect(Bootstrap.mean(of: [], resamples: 10, seed: 1) == nil)
    }

    @Test("quantiles of what is no probability, distributions without degrees of freedom")
    func distributions() {
        #expect(Normal.quantile(1.5) == nil)
        #expect(Normal.quantile(1) == .infinity)
        #expect(StudentT(degreesOfFreedom: 0) == nil)
        #expect(StudentT(degreesOfFreedom: 3)?.quantile(-0.1) == nil)
        #expect(ChiSquared(degreesOfFreedom: -1) == nil)
        #expect(Beta(0, 1) == nil)
        #expect(logGamma(-2) == nil)
        #expect(StudentT(degreesOfFreedom: 3)?.upperTail(.infinity) == 0)
    }
}
