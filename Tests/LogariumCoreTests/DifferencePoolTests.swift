import LogariumCore
import Testing

@Suite("Differences of a fixed list of tests, pooled")
struct DifferencePoolTests {
    private let tests = [
        DifferencePool.Test(difference: 0.2, standardError: 0.03, count: 30, clusters: 10),
        DifferencePool.Test(difference: -0.1, standardError: 0.04, count: 10, clusters: 5),
    ]

    @Test(
        "weigh equally, or by their items",
        arguments: [(DifferencePool.Weighting.macro, 0.5), (.micro, 0.75)])
    func weights(_ weighting: DifferencePool.Weighting, _ first: Double) throws {
        let pool = try #require(DifferencePool(tests, weighting))
        #expect(pool.weights == [first, 1 - first])
        #expect(abs(pool.difference - (first * 0.2 - (1 - first) * 0.1)) < 1e-15)
        let (a, b) = (first * 0.03, (1 - first) * 0.04)
        #expect(abs(pool.standardError - (a * a + b * b).squareRoot()) < 1e-15)
        let df = (a * a + b * b) * (a * a + b * b) / (a * a * a * a / 9 + b * b * b * b / 4)
        let got = try #require(pool.degreesOfFreedom)
        #expect(abs(got - df) < 1e-9)
    }

    @Test("of one test has its own degrees of freedom; without any, or with one cluster, there is no pool")
    func edges() throws {
        let pool = try #require(DifferencePool([tests[0]], .micro))
        let df = try #require(pool.degreesOfFreedom)
        #expect(pool.difference == 0.2 && abs(df - 9) < 1e-9)
        #expect(DifferencePool([], .macro) == nil)
        let lone = DifferencePool.Test(difference: 0, standardError: 0, count: 3, clusters: 1)
        #expect(DifferencePool([tests[0], lone], .macro) == nil)
        let still = DifferencePool.Test(difference: 0.1, standardError: 0, count: 3, clusters: 2)
        let certain = try #require(DifferencePool([still], .macro))
        #expect(certain.degreesOfFreedom == nil)
    }
}
