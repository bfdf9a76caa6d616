import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("Behind the trend lines")
struct TrendQueryTests {
    private let fixture: TrendFixture
    private let base: [Double] = [0.3, -0.8, 1.1, 0.2, -0.4, 0.9, -1.3, 0.6, 0.1, -0.2]
    private let sizes = [1000, 3000, 10_000, 30_000, 100_000]

    init() throws { fixture = try TrendFixture() }

    /// One line over the sizes; every example wobbles a little of its own.
    private func add(_ task: String, shifts: [Double], subsets: [String?]? = nil) throws {
        for (state, size) in sizes.enumerated() {
            try fixture.add(
                .init(nParams: size), task: task,
                logodds: base.enumerated().map {
                    $1 + shifts[state] * (1 + 0.2 * Double($0 % 4)) + 0.3 * Double(($0 * 7 + state * 3) % 5)
                }, subsets: subsets)
        }
    }

    private let logodds = ["metric": "logodds"]

    @Test("reversals lists the turns alone, those that alarm first")
    func reversals() throws {
        try add("rises", shifts: [0, 1, 2, 3, 4])
        try add("turns", shifts: [0, 1, 2, 1, 0])
        try add("dips", shifts: [0, -1, -2, -1, 0])
        try add("wobbles", shifts: [0, 3, 0, 3, 0])
        let rows = try fixture.answer("reversals", logodds)
        #expect(rows.map { $0.number("alarm") } == [1, 1, 0])
        #expect(rows.last?.text("shape") == "non_monotone" && rows.last?["x_turning"] == .null)
        #expect(Set(rows.compactMap { $0.text("task") }) == ["turns", "dips", "wobbles"])
        let row = try #require(rows.first { $0.text("task") == "turns" })
        #expect(row.text("shape") == "inverted_u" && row.number("x_turning") == 10_000)
        let trend = try fixture.answer("trend", logodds).first { $0.text("task") == "turns" }
        for column in ["noise_to_explain", "value_first", "value_turning", "value_last", "common_share"] {
            #expect(agree(row.number(column), trend?.number(column)), "\(column)")
        }
    }

    @Test("shapes counts every line once, and adjusts for their number as the library does")
    func shapes() throws {
        let slopes = [0.0, 0.01, 0.02, 0.03, 0.05, 0.3, -0.3]
        for (index, slope) in slopes.enumerated() {
            for (state, size) in sizes.enumerated() {
                try fixture.add(
                    .init(nParams: size), task: "t\(index)",
                    logodds: base.enumerated().map {
                        $1 + slope * Double(state) + 0.1 * Double(($0 * 7 + state * 3 + index) % 5)
                    })
            }
        }
        let lines = try fixture.answer("trend", logodds)
        let row = try #require(try fixture.answer("shapes", logodds).first)
        #expect(row.number("n_lines") == 7 && row.number("n_tasks") == 7 && row.number("n_refused") == 0)
        for shape in ShapeLabel.allCases {
            let count = lines.count { $0.text("shape") == shape.rawValue }
            #expect(row.number("n_\(shape.rawValue)") == Double(count), "\(shape)")
        }
        let adjusted = MultipleTesting.benjaminiHochberg(lines.compactMap { $0.number("p") })
        let found = zip(lines, adjusted).filter { $1 <= 0.05 }.compactMap { $0.0.number("total_change") }
        #expect(row.number("n_rising_bh") == Double(found.count { $0 > 0 }))
        #expect(row.number("n_falling_bh") == Double(found.count { $0 < 0 }))
        #expect(row.number("n_falling_bh") ?? 0 > 0)
        #expect(found.count < 7, "some are not found, or the adjustment is not tried")
    }

    @Test("by_subset parts the change of a line into contributions that add up to it")
    func bySubset() throws {
        let subsets = base.indices.map { $0 < 4 ? "a" : $0 < 9 ? "b" : nil }
        try add("t", shifts: [0, 1, 2, 1.5, 3], subsets: subsets)
        try add("whole", shifts: [0, 1, 2, 3, 4])
        let rows = try fixture.answer("by_subset", logodds)
        #expect(rows.map { $0.text("subset") } == ["a", "b", nil], "a task without subsets has no rows")
        #expect(rows.map { $0.number("n") } == [4, 5, 1])
        #expect(rows[2].text("reason") == "one_cluster")
        let line = try #require(try fixture.answer("trend", ["metric": "logodds", "task": "t"]).first)
        let sum = rows.compactMap { $0.number("contribution") }.reduce(0, +)
        #expect(agree(sum, line.number("total_change")))
        for row in rows { #expect(agree(row.number("line_change"), line.number("total_change"))) }
    }

    @Test("forecast is the library's, and NULL with a reason below five states and for a bounded metric")
    func forecast() throws {
        let shifts = [0, 1.2, 1.9, 3.1, 4]
        try add("t", shifts: shifts)
        let row = try #require(try fixture.answer("forecast", ["at_x": "1000000"]).first)
        let points = try fixture.answer("trend_points", logodds)
        let want = try #require(
            Forecast(
                x: points.compactMap { $0.number("scaled_x") }, y: points.compactMap { $0.number("mean") },
                at: 6))
        #expect(row["reason"] == .null)
        #expect(agree(row.number("prediction"), want.prediction.value))
        #expect(agree(row.number("low"), want.prediction.interval?.lower))
        #expect(agree(row.number("extrapolation"), want.extrapolation))
        #expect(agree(row.number("backtest_error"), want.backTest?.error))
        #expect(agree(row.number("backtest_skill"), want.backTest?.skill))
        let next = try #require(try fixture.answer("forecast").first)
        #expect(agree(next.number("x_forecast"), 316_227.766016838))

        let bounded = try #require(try fixture.answer("forecast", ["metric": "p_match"]).first)
        #expect(bounded.text("reason") == "bounded_metric" && bounded["prediction"] == .null)
        try fixture.warehouse.write { try $0.execute(sql: "UPDATE run SET is_primary = 0 WHERE run_id = 1") }
        let four = try #require(try fixture.answer("forecast").first)
        #expect(four.text("reason") == "fewer_than_five_states")
        #expect(four["prediction"] == .null && four["low"] == .null && four["probability"] == .null)
        #expect(four.number("backtest_error") != nil, "shown, and never used for a claim")
    }

    @Test("trend_points has the intervals that the query metrics has, for examples common to all states")
    func points() throws {
        try add("t", shifts: [0, 1, 2, 3, 4])
        let metrics = try fixture.answer("metrics")
        for (metric, column) in [("p_match", "mean_p_match"), ("credit", "mean_credit")] {
            let rows = try fixture.answer("trend_points", ["metric": metric])
            #expect(rows.map { $0.number("state") } == [1, 2, 3, 4, 5])
            for row in rows {
                let same = try #require(metrics.first { $0.text("model") == row.text("model") })
                #expect(agree(row.number("mean"), same.number(column)))
                for (own, other) in [("stderr", "stderr"), ("low", "low"), ("high", "high")] {
                    #expect(agree(row.number(own), same.number("\(column)_\(other)")), "\(metric) \(own)")
                }
            }
        }
    }
}

@Suite("The trend of reported values")
struct TrendReportedTests {
    private let fixture: TrendFixture
    private let sizes = [1000, 3000, 10_000, 30_000, 100_000]
    private let values = [0.2, 0.35, 0.3, 0.5, 0.7]

    init() throws { fixture = try TrendFixture() }

    private func report(_ values: [Double?]) throws {
        for (size, value) in zip(sizes, values) {
            try fixture.report(value, of: .init(nParams: size), stderr: 0.01)
        }
    }

    @Test("is the library's regression over the states, marked as reported")
    func law() throws {
        try report(values)
        let row = try #require(try fixture.answer("trend_reported").first)
        let x = sizes.map { log10(Double($0)) }
        let want = try #require(StateRegression(x: x, y: values))
        #expect(row.text("evidence") == "reported")
        #expect(agree(row.number("law_slope"), want.slope))
        #expect(agree(row.number("law_p"), want.inference?.pTwoSided))
        #expect(agree(row.number("law_low"), want.interval()?.lower))
        #expect(agree(row.number("total_change"), want.slope * 2))
        #expect(agree(row.number("mann_kendall_p"), MannKendallTest(values)?.pExact))
        #expect(agree(row.number("theil_sen"), theilSenSlope(x: x, y: values)))
        #expect(row.text("systematic") == "systematic increase")
        #expect(agree(row.number("mean_stderr"), 0.01))
        #expect(try #require(row.text("warning")).contains("protocol not reported"))
    }

    @Test("takes equal values from two files once, and refuses different ones and one that is no number")
    func refusals() throws {
        try report(values)
        try fixture.report(0.2, of: .init(nParams: 1000), source: 2)
        #expect(try #require(try fixture.answer("trend_reported").first).number("m") == 5)
        try fixture.report(0.3, of: .init(nParams: 1000), source: 3)
        let several = try #require(try fixture.answer("trend_reported").first)
        #expect(several.text("reason") == "several_values" && several["law_slope"] == .null)
        try fixture.report(nil, of: .init(nParams: 1000), source: 4)
        #expect(try #require(try fixture.answer("trend_reported").first).text("reason") == "not_finite")
    }

    @Test("leaves values with responses behind them to trend")
    func withResponses() throws {
        try report(values)
        for size in sizes { try fixture.add(.init(nParams: size), logodds: [0.1, 0.2]) }
        try fixture.warehouse.write {
            try $0.execute(
                sql: """
                    UPDATE reported_metric SET run_id = (SELECT run_id FROM run WHERE run.ref = reported_metric.ref)
                    """)
        }
        #expect(try fixture.answer("trend_reported").isEmpty)
        #expect(!(try fixture.answer("trend").isEmpty))
    }
}
