import LogariumCore
import Testing

@Suite("Any statistic")
struct StatisticPropertyTests {
    private static let seeds = (1...20).map { UInt64($0) }

    private func numbers(_ count: Int, _ generator: inout SplitMix64) -> [Double] {
        (0..<count).map { _ in generator.standardNormal() }
    }

    @Test("of pooled effects has no unit and no order", arguments: seeds, [1e-6, 1, 1e4])
    func metaAnalysis(_ seed: UInt64, _ unit: Double) throws {
        var generator = SplitMix64(seed: seed)
        let effects = numbers(3 + Int(seed), &generator)
        let variances = numbers(effects.count, &generator).map { 0.05 + $0 * $0 / 4 }
        let plain = try #require(MetaAnalysis(effects: effects, variances: variances)?.reml)
        let scaled = try #require(
            MetaAnalysis(
                effects: effects.reversed().map { $0 * unit },
                variances: variances.reversed().map { $0 * unit * unit })?.reml)
        #expect(isClose(plain.mean * unit, scaled.mean, absolute: 1e-9 * unit))
        #expect(isClose(plain.tauSquared * unit * unit, scaled.tauSquared, absolute: 1e-9 * unit * unit))
        #expect(isClose(plain.sharePositive, scaled.sharePositive))
    }

    @Test("of a share is mirrored with it", arguments: [0, 1, 7, 20, 33, 40])
    func mirroredShares(_ successes: Int) throws {
        for (interval, mirrored) in [
            (
                ConfidenceInterval.wilson(successes: Double(successes), trials: 40),
                ConfidenceInterval.wilson(successes: Double(40 - successes), trials: 40)
            ),
            (
                ConfidenceInterval.clopperPearson(successes: successes, trials: 40),
                ConfidenceInterval.clopperPearson(successes: 40 - successes, trials: 40)
            ),
        ] {
            let (interval, mirrored) = (try #require(interval), try #require(mirrored))
            #expect(isClose(interval.lower, 1 - mirrored.upper))
            #expect(interval.contains(Double(successes) / 40))
        }
    }

    @Test(
        "of a share stays a share, however small or few", arguments: [1e-300, 1e-17, 1e-6],
        [1e-300, 0.1, 40, 1e12])
    func extremeShares(_ p: Double, _ trials: Double) throws {
        for share in [p, 1 - p] {
            let wilson = try #require(ConfidenceInterval.wilson(successes: share * trials, trials: trials))
            #expect(wilson.lower >= 0 && wilson.lower <= share && wilson.upper >= share && wilson.upper <= 1)
        }
    }

    @Test("of ranks is antisymmetric and blind to what keeps the order", arguments: seeds)
    func ranks(_ seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let (x, y) = (numbers(9, &generator), numbers(9, &generator))
        let tau = try #require(kendallTauB(x, y))
        #expect(kendallTauB(x, y.map { -$0 }) == -tau)
        #expect(kendallTauB(x.map { $0 * $0 * $0 }, y) == tau)
        #expect(kendallTauB(y, x) == tau)
        #expect(MannKendallTest(y)?.s == MannKendallTest(y.reversed()).map { -$0.s })
        let auc = try #require(areaUnderROC(positives: x, negatives: y))
        #expect(isClose(auc, 1 - (try #require(areaUnderROC(positives: y, negatives: x)))))
    }

    @Test("of a line of states follows its unit and its origin", arguments: seeds)
    func regression(_ seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let x = (0..<6).map { Double($0 * $0) }
        let y = numbers(6, &generator)
        let plain = try #require(Forecast(x: x, y: y, at: 40))
        let moved = try #require(Forecast(x: x.map { $0 + 5 }, y: y.map { 3 * $0 - 2 }, at: 45))
        #expect(isClose(3 * plain.prediction.value - 2, moved.prediction.value))
        #expect(
            isClose(
                3 * (try #require(plain.prediction.standardError)),
                try #require(moved.prediction.standardError)))
        #expect(isClose(plain.extrapolation, moved.extrapolation))
        #expect(isClose(try #require(plain.backTest?.skill), try #require(moved.backTest?.skill)))
        let slope = try #require(theilSenSlope(x: x, y: y))
        #expect(isClose(try #require(theilSenSlope(x: x, y: y.map { 3 * $0 - 2 })), 3 * slope))
    }

    @Test("that fits a monotone line is monotone, its own fit, and keeps the mean", arguments: seeds)
    func isotonic(_ seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let y = numbers(12, &generator)
        let fit = try #require(IsotonicFit(y, .increasing))
        #expect(zip(fit.fitted, fit.fitted.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(IsotonicFit(fit.fitted, .increasing)?.sse ?? 1 < 1e-25)
        #expect(isClose(try #require(fit.fitted.mean), try #require(y.mean)))
    }

    @Test(
        "adjusted for many tests keeps their order, and is the stricter the less is assumed", arguments: seeds
    )
    func multiplicity(_ seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let p = numbers(15, &generator).map { Normal.cdf($0) }
        let adjusted = MultipleTesting.benjaminiHochberg(p)
        for (method, values) in [
            ("BY", MultipleTesting.benjaminiYekutieli(p)), ("Holm", MultipleTesting.holm(p)),
        ] {
            #expect(zip(adjusted, values).allSatisfy { $0 <= $1 }, "\(method)")
        }
        #expect(zip(p, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 })
        for a in p.indices { for b in p.indices where p[a] < p[b] { #expect(adjusted[a] <= adjusted[b]) } }
    }

    @Test("by bootstrap of shifted values is shifted, draw by draw", arguments: seeds)
    func bootstrap(_ seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let values = numbers(30, &generator)
        let plain = try #require(Bootstrap.mean(of: values, resamples: 50, seed: seed))
        let shifted = try #require(Bootstrap.mean(of: values.map { $0 + 8 }, resamples: 50, seed: seed))
        for (a, b) in zip(plain.replicates, shifted.replicates) { #expect(isClose(a + 8, b)) }
        let clusters = try #require(
            Bootstrap.clusterMean(of: values.map { [$0] }, resamples: 50, seed: seed))
        #expect(zip(plain.replicates, clusters.replicates).allSatisfy { isClose($0, $1) })
    }
}
