import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The query behavior_trend")
struct BehaviorTrendQueryTests {
    private let fixture: SuiteFixture
    private typealias Item = SuiteFixture.Item

    init() throws { fixture = try SuiteFixture() }

    /// Steps whose logarithms are 1, 2 and 3.
    private let steps = [10, 100, 1000]
    private let noise = [0.3, -0.2, 0.1, -0.4, 0.25, 0.05]

    /// A line of six items that move by `slope` a decade, each with a slope of its own.
    private func line(
        _ task: String, slope: Double, family: String? = nil, moreIs: String? = nil, steps: [Int]? = nil
    ) throws {
        try fixture.task(task, family: family, behavior: "b", moreIs: moreIs)
        for step in steps ?? self.steps {
            try fixture.run(
                task, step: step,
                noise.enumerated().map { index, noise in
                    let decade = log10(Double(step)) - 2
                    return Item("\(family ?? task) \(index)", noise + (slope + 0.3 * noise) * decade)
                })
        }
    }

    private func answer(_ given: [String: String] = [:]) throws -> [String: ResultValue] {
        let given = given.merging(["axis": "train_step", "metric": "logodds"]) { first, _ in first }
        let rows = try fixture.answer("behavior_trend", given)
        #expect(rows.count == 1)
        return try #require(rows.first)
    }

    /// Fitted change and its stderr of a line over the range of two decades.
    private func change(_ slope: Double) throws -> (value: Double, stderr: Double) {
        let changes = try #require(ClusteredMean(noise.map { 2 * (slope + 0.3 * $0) }))
        return (changes.mean, try #require(changes.standardError))
    }

    @Test("counts directions, bounds the share that rises, and pools as the statistics library does")
    func allFall() throws {
        let slopes = [-0.4, -0.6, -0.5, -0.02, -0.7, -0.3]
        for (index, slope) in slopes.enumerated() { try line("t\(index)", slope: slope) }
        let row = try answer(["top": "2"])
        let changes = try slopes.map(change)
        #expect(row.holds("n_tests", 6) && row.holds("n_falling", 6) && row.holds("n_rising", 0))
        #expect(row.holds("n_falling_beyond", 5) && row.holds("n_flat", 1) && row.holds("sesoi", 0.2))
        #expect(row.holds("all_falling", 1) && row.holds("all_rising", 0))
        #expect(row.holds("n_strictly_falling", 6))
        #expect(row.holds("share_rising_upper", upperShareBound(successes: 0, trials: 6)))
        #expect(row.holds("share_falling_upper", 1))
        #expect(row.holds("sign_p", DirectionCounts(up: 0, down: 6)?.pSign))
        let pooled = try #require(
            MetaAnalysis(effects: changes.map(\.value), variances: changes.map { $0.stderr * $0.stderr }))
        let reml = try #require(pooled.reml)
        #expect(row.holds("pooled_change", reml.mean) && row.holds("tau", reml.tauSquared.squareRoot()))
        #expect(row.holds("pooled_low", reml.interval()?.lower))
        #expect(row.holds("prediction_high", reml.predictionInterval()?.upper))
        #expect(row.holds("share_expected_rising", reml.sharePositive))
        #expect(row.holds("dl_change", pooled.derSimonianLaird?.mean))
        #expect(row.holds("heterogeneity_p", pooled.heterogeneity?.p))
        let t = try #require(StudentT(degreesOfFreedom: 5))
        let falls = changes.map { t.cdf($0.value / $0.stderr) }
        #expect(row.holds("p_all_fall", falls.max()))
        let adjusted = MultipleTesting.benjaminiHochberg(falls.map { 2 * min($0, 1 - $0) })
        #expect(row.holds("n_falling_bh", Double(adjusted.count { $0 <= 0.05 })))
        let trend = try #require(
            BehaviorTrend(rows: slopes.map { slope in try means(slope) }, x: [1, 2, 3], band: 0.2))
        #expect(row.holds("mean_change", trend.meanChange.mean))
        #expect(row.holds("mean_low", trend.meanChange.interval()?.lower))
        #expect(row.text("mean_shape") == trend.meanShape?.label.rawValue)
        #expect(row.text("most_rising")?.hasPrefix("[{\"test\":\"t3\"") == true)
        #expect(row.text("most_falling")?.hasPrefix("[{\"test\":\"t4\"") == true)
    }

    /// A line's mean at each step.
    private func means(_ slope: Double) throws -> [Double] {
        [-1.0, 0, 1].map { decade in
            noise.map { $0 + (slope + 0.3 * $0) * decade }.reduce(0, +) / Double(noise.count)
        }
    }

    @Test("counts a family once, as the mean of its lines with the mean of their stderrs")
    func families() throws {
        try line("direct", slope: 0.5, family: "f")
        try line("shown", slope: 0.9, family: "f")
        try line("other", slope: -0.2)
        let row = try answer()
        #expect(row.holds("n_tests", 2) && row.holds("n_clusters", 12))
        #expect(row.text("most_rising")?.contains("\"test\":\"f\"") == true)
        let (first, second, other) = (try change(0.5), try change(0.9), try change(-0.2))
        let variance = pow((first.stderr + second.stderr) / 2, 2)
        let pooled = MetaAnalysis(
            effects: [(first.value + second.value) / 2, other.value],
            variances: [variance, other.stderr * other.stderr])
        #expect(row.holds("pooled_change", pooled?.reml?.mean))
    }

    @Test("turns tasks that differ in what more of them means, and says so")
    func orientation() throws {
        try line("good", slope: 0.5, moreIs: "better")
        try line("bad", slope: -0.5, moreIs: "worse")
        try line("unsaid", slope: -0.5)
        let row = try answer()
        #expect(row.text("orientation") == "better" && row.holds("n_unoriented_tasks", 1))
        #expect(row.holds("n_tests", 2) && row.holds("n_rising", 2) && row.holds("all_rising", 1))
        #expect(row.text("warning")?.contains("1 tasks without more_is left out") == true)
    }

    @Test("takes them as scored where they agree")
    func agreement() throws {
        try line("bad", slope: -0.5, moreIs: "worse")
        try line("worse", slope: -0.4, moreIs: "worse")
        let row = try answer()
        #expect(row.text("orientation") == "as scored" && row.holds("n_falling", 2))
        #expect(row.holds("n_unoriented_tasks", 0))
    }

    @Test("takes each cluster of questions for a test on request")
    func questions() throws {
        try line("t", slope: 0.06)
        let row = try answer(["test": "question"])
        let changes = noise.map { 2 * (0.06 + 0.3 * $0) }
        #expect(row.holds("n_tests", 6) && row.holds("n_clusters", 6))
        #expect(row.holds("n_rising", Double(changes.count { $0 > 0 })))
        #expect(row.holds("n_falling", Double(changes.count { $0 < 0 })))
        let mean = try #require(ClusteredMean(changes))
        #expect(row.holds("mean_change", mean.mean) && row.holds("mean_high", mean.interval()?.upper))
        for column in ["n_rising_bh", "pooled_change", "p_all_rise", "shapes"] {
            #expect(row[column] == .null)
        }
    }

    @Test("pools nothing where a test has no stderr above 0")
    func degenerate() throws {
        try line("t", slope: 0.5)
        try fixture.task("exact", behavior: "b")
        for step in steps {
            let value = log10(Double(step))
            try fixture.run("exact", step: step, [Item("i", value), Item("j", value)])
        }
        let row = try answer()
        #expect(row.holds("n_tests", 2) && row.holds("n_with_stderr", 1) && row.holds("n_rising", 2))
        #expect(row["pooled_change"] == .null && row["p_all_rise"] == .null)
        #expect(row.text("warning")?.contains("1 tests without a stderr above 0") == true)
    }

    @Test("keeps two models of one size apart")
    func equalSizes() throws {
        try fixture.task("t", behavior: "b")
        let values = [("m", 1000, 1.0), ("n", 1000, 2.0), ("o", 10000, 4.0)]
        for (model, params, value) in values {
            try fixture.run(
                "t", model: model, params: params,
                noise.enumerated().map { Item("i\($0.offset)", $0.element * value) })
        }
        for test in ["task", "question"] {
            let row = try answer(["axis": "n_params", "test": test])
            #expect(row.holds("n_lines_refused", 0) && row.holds("m", 3))
            // From the mean of the two small ones to the large one, a decade up.
            let change = noise.map { $0 * (4 - 1.5) }.reduce(0, +) / Double(noise.count)
            #expect(row.holds("mean_change", change))
        }
    }

    @Test("refuses lines that trend refuses, and says how many")
    func refused() throws {
        try fixture.task("infinite", behavior: "b")
        for step in steps { try fixture.run("infinite", step: step, [Item("i", .infinity), Item("j", 1)]) }
        var row = try answer()
        #expect(row.text("reason") == "all_refused" && row.holds("n_lines_refused", 1))
        #expect(row.holds("n_tests", 0) && row["all_falling"] == .null && row["share_rising_upper"] == .null)
        try line("t", slope: 0.5, steps: [10, 100])
        row = try answer()
        #expect(row.holds("n_tests", 1) && row["reason"] == .null)
        #expect(row.text("warning")?.contains("tests do not share their states") == true)
    }
}
