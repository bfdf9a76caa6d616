import LogariumCore
import Testing

@Suite("Statistics that no reference case covers")
struct StatisticsTests {
    @Test("clusters are connected components of all labelings")
    func connectedClusters() {
        let clustering = Clustering(
            connecting: [["a", "a", nil, nil, nil, "b"], [nil, "q", "q", nil, nil, "r"]], examples: 6)
        #expect(clustering.indices == [0, 0, 0, 1, 2, 3])
        #expect(clustering.count == 4)
    }

    @Test("equal values have a degenerate standard error, whatever their number")
    func degenerate() throws {
        #expect(try #require(ClusteredMean([Double](repeating: 0.1, count: 37))).isDegenerate)
    }

    @Test("a stored loss gives back the log-odds that it came from")
    func lossInversion() throws {
        for logodds in [-30, -2, -1e-6, 0, 0.7, 40] {
            let back = try #require(LogOdds(loss: LogOdds(logodds).nll))
            #expect(abs(back.value - logodds) <= 1e-9 * max(1, abs(logodds)))
        }
        #expect(LogOdds(loss: -1) == nil)
    }

    @Test("seeds give the variance between them less the evaluation's, never below 0")
    func seedNoise() throws {
        let sizes: [[CheckpointNoise.Seed]] = [
            [.init(mean: 1, variance: 0.5), .init(mean: 3, variance: 0.5)],
            [.init(mean: 2, variance: 0.5), .init(mean: 2, variance: 0.5), .init(mean: 5, variance: 0.5)],
            [.init(mean: 9, variance: 0.5)],
        ]
        // (2 + 6)/3 − 0.5
        #expect(abs(try #require(CheckpointNoise(seedsOfEachSize: sizes)).variance - (8.0 / 3 - 0.5)) < 1e-12)
        let equal = [[CheckpointNoise.Seed(mean: 1, variance: 1), .init(mean: 1, variance: 1)]]
        #expect(CheckpointNoise(seedsOfEachSize: equal)?.variance == 0)
        #expect(CheckpointNoise(seedsOfEachSize: [sizes[2]]) == nil)
    }

    @Test("what SQL computed and what the rows give are the same states")
    func statesFromSQL() throws {
        let states = try #require(StateCovariance(rows: [[0, 1], [1, 2], [0, 3]]))
        let fromSQL = StateCovariance(
            mean: states.mean, covariance: states.covariance, examples: 3, clusters: 3)
        #expect(fromSQL == states)
        #expect(states.change(from: 0, to: 1)?.value == states.contrast([-1, 1])?.value)
    }

    @Test("a change larger than any checkpoint noise considered needs infinite noise")
    func unexplainable() throws {
        let states = try #require(
            StateCovariance(
                mean: [0, 1e9], covariance: [[1e-4, 0], [0, 1e-4]], examples: 100, clusters: 100))
        #expect(states.noiseToExplain(.direction, x: [0, 1], sesoi: 0.2) == .infinity)
    }

    @Test("the bootstrap of any statistic is fixed by its seed")
    func bootstrap() throws {
        let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
        func medians(_ seed: UInt64) -> Bootstrap? {
            Bootstrap(units: values.count, resamples: 200, seed: seed) { $0.map { values[$0] }.median }
        }
        #expect(medians(5) == medians(5))
        #expect(medians(5)?.replicates != medians(6)?.replicates)
        #expect(try #require(medians(5)?.interval()).contains(3.5))
    }

    @Test("a headline interval is never narrower than τ² and the standard errors say")
    func hartungKnapp() throws {
        let homogeneous = try #require(
            MetaAnalysis(effects: [0.1, 0.11, 0.09, 0.1], variances: [0.01, 0.01, 0.01, 0.01])?.reml)
        let narrow = try #require(homogeneous.intervalHK())
        let headline = try #require(homogeneous.interval())
        #expect(headline.upper - headline.lower > 10 * (narrow.upper - narrow.lower))
    }

    @Test("paraphrases count once in the bound on rising tests")
    func clusteredBound() throws {
        let falling = [[2.0, 1], [3, 1], [2, 0], [4, 1], [1, 0], [2, 1]]
        let clusters = Clustering(["a", "a", "a", "b", "b", "b"])
        let trend = try #require(
            BehaviorTrend(rows: falling, x: [0, 1], band: 0.2, clustering: clusters))
        #expect(trend.allFalling)
        #expect(trend.upperShareRising() == upperShareBound(successes: 0, trials: 2))
    }

    @Test("the sup-F permutation finds a hinge and leaves a line alone")
    func hinge() throws {
        let x = (0..<14).map(Double.init)
        let noise = [0.02, -0.03, 0.01, 0.04, -0.02, 0, 0.03, -0.04, 0.01, -0.01, 0.02, -0.02, 0.03, -0.03]
        let line = zip(x, noise).map { 0.1 * $0 + $1 }
        let hinge = zip(x, noise).map { 0.1 * min($0, 14 - $0) + $1 }
        func p(_ y: [Double]) -> Double? {
            HingeRegression.permutationP(x: x, y: y, draws: 99, seed: 4)
        }
        #expect(try #require(p(hinge)) == 0.01)
        #expect(try #require(p(line)) > 0.05)
    }

    @Test("a step curve is capped, a flat one has no jaggedness")
    func jaggedness() {
        #expect(Jaggedness.breakthroughness([0, 0, 0, 0, 40]) == 100)
        #expect(Jaggedness.breakthroughness([5, 5, 5]) == nil)
        #expect(Jaggedness.largestStepShare([0, 1, 4]) == 0.75)
        #expect(Jaggedness.largestStepShare([1, 1]) == nil)
    }

    @Test("a task that follows the others has no leave-one-out error")
    func leaveOneOut() throws {
        #expect(leaveOneOutErrors([[1, 2], [1, 2], [1, 2]]) == [0, 0, 0])
        let apart = Double(12.5).squareRoot()
        #expect(leaveOneOutErrors([[0, 0], [3, 4]]) == [apart, apart])
        #expect(leaveOneOutErrors([[1, 2]]) == nil)
    }

    @Test("distance from monotone is 0 for a monotone line and 1 for one that only falls")
    func distanceFromMonotone() {
        #expect(IsotonicFit([1, 2, 4], .increasing)?.distance == 0)
        #expect(IsotonicFit([4, 2, 1], .increasing)?.distance == 1)
        #expect(IsotonicFit([2, 2], .increasing)?.distance == nil)
    }

    @Test("more than eight tasks are matched by drawn pairings")
    func drawnPairings() throws {
        var generator = SplitMix64(seed: 8)
        let accuracy = (0..<10).map { _ in (0..<6).map { _ in generator.standardNormal() } }
        let nll = accuracy.map { $0.map { -$0 } }
        let matching = try #require(CurveMatching(accuracy: accuracy, nll: nll, draws: 199, seed: 1))
        #expect(matching.p == 1.0 / 200)
        #expect(matching.nTop1 == 10)
        #expect(matching.permutations == 199)
    }

    @Test("a comparability key's digest does not depend on the order of its fields, but on every value")
    func comparabilityDigest() {
        let key = ComparabilityKey(["n_shot": "0", "split": "test"])
        #expect(key.digest == ComparabilityKey(["split": "test", "n_shot": "0"]).digest)
        #expect(key.digest != ComparabilityKey(["split": "test", "n_shot": "1"]).digest)
        #expect(key.differences(from: ComparabilityKey(["split": "test"])) == ["n_shot"])
    }
}
