import Glibc
import LogariumCore
import LogariumStatistics
import Testing

@testable import LogariumStore

@Suite("The query trend_compare")
struct TrendCompareQueryTests {
    private typealias State = TrendFixture.State
    private let fixture: TrendFixture
    /// Items with a level of their own, much larger than what changes.
    private let level: [Double] = [3, -8, 11, 2, -4, 9, -13, 6, 1, -2]
    private let wobble: [Double] = [0.1, -0.2, 0.15, 0, 0.05, -0.1, 0.2, -0.15, 0.02, -0.07]

    init() throws { fixture = try TrendFixture() }

    /// Two lines over three sizes: before RLHF, and after it, where each item's change is another.
    private func values(_ size: Int, after: Bool) -> [Double] {
        level.indices.map { item in
            let x = Double(size) / 1000
            return level[item]
                + (after ? 0.8 * x + wobble[item] * x * x : 0.3 * x - wobble[(item + 3) % 10] * x)
        }
    }

    private func add(after sizes: [Int]) throws {
        for size in [1000, 2000, 4000] {
            try fixture.add(State(nParams: size, rlhfStep: 0), logodds: values(size, after: false))
        }
        for size in sizes {
            try fixture.add(State(nParams: size, rlhfStep: 7), logodds: values(size, after: true))
        }
    }

    private func row(_ given: [String: String] = [:]) throws -> [String: ResultValue] {
        let asked = ["by": "rlhf_step", "metric": "logodds"].merging(given) { _, own in own }
        return try #require(try fixture.answer("trend_compare", asked).first)
    }

    @Test("is the trend of the paired differences where both lines have the same states")
    func paired() throws {
        try add(after: [1000, 2000, 4000])
        let row = try row()
        let sizes = [1000, 2000, 4000]
        let differences = level.indices.map { item in
            sizes.map { values($0, after: true)[item] - values($0, after: false)[item] }
        }
        let states = try #require(
            StateCovariance(rows: differences, clustering: Clustering(singletons: level.count)))
        let test = try #require(DirectionTest(states, x: sizes.map { log10(Double($0)) }, sesoi: 0.2))
        #expect(agree(row.number("difference"), test.change.value, 1e-12))
        #expect(agree(row.number("stderr"), test.change.standardError, 1e-12))
        #expect(agree(row.number("low"), test.interval.lower, 1e-12))
        #expect(agree(row.number("p"), test.pTwoSided, 1e-9))
        #expect(agree(row.number("slope_difference"), test.slope, 1e-12))
        #expect(row.text("verdict") == "differ")
        #expect(row.number("a") == 0 && row.number("b") == 7 && row.text("by") == "rlhf_step")
        #expect(
            agree(
                row.number("difference"), (row.number("change_b") ?? 0) - (row.number("change_a") ?? 0), 1e-12
            ))
        #expect(row["rlhf_step"] == .null && row.text("warning") == nil)
        #expect(row.text("sentence")?.hasPrefix("increasing with 0, increasing with 7: difference ") == true)
    }

    @Test("rests on the items that both lines have, and says where their ranges differ")
    func partial() throws {
        try add(after: [1000, 4000])
        let other = State(nParams: 2000, rlhfStep: 7)
        try fixture.add(
            other, logodds: values(2000, after: true).enumerated().map { $0.offset < 8 ? $0.element : nil })
        let row = try row()
        #expect(row.number("n_common") == 8)
        #expect(agree(row.number("common_share"), 0.8, 1e-12))
        #expect(row.text("warning")?.contains("only 80 % of the items are common") == true)
        let short = try self.row(["model": "m1000,m2000,m4000", "rlhf_step": "0,7"])
        #expect(short.number("n_common") == 8)
    }

    @Test("of lines with other states compares slopes, and warns of the changes")
    func otherStates() throws {
        try add(after: [1000, 2000])
        let row = try row()
        #expect(row.text("warning")?.contains("the lines have other ranges: compare the slopes") == true)
        #expect(row.number("m_a") == 3 && row.number("m_b") == 2)
        // Before RLHF by least squares over three states, after it by two.
        let xs = [1000.0, 2000, 4000].map { log10($0) }
        let centre = xs.reduce(0, +) / 3
        let mean = { (size: Int, after: Bool) in values(size, after: after).reduce(0, +) / Double(level.count)
        }
        let before =
            zip(xs, [1000, 2000, 4000]).reduce(0.0) { $0 + ($1.0 - centre) * mean($1.1, false) }
            / xs.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        let after = (mean(2000, true) - mean(1000, true)) / (xs[1] - xs[0])
        #expect(agree(row.number("slope_difference"), after - before, 1e-9))
    }

    @Test("tells a difference that is shown to be small from one that is not shown")
    func verdicts() throws {
        let noise = [0.4, -0.5, 0.6, -0.3, 0.2, -0.6, 0.5, -0.2, 0.3, -0.4]
        for (rlhf, shift) in [(0, 0.0), (7, 0.01), (8, 0.0)] {
            for (place, size) in [1000, 2000, 4000].enumerated() {
                let scale = rlhf == 8 ? Double(place) : 0
                let values = level.indices.map {
                    level[$0] + shift * Double(place) * (1 + noise[$0]) + scale * noise[$0]
                }
                try fixture.add(State(nParams: size, rlhfStep: rlhf), logodds: values)
            }
        }
        let rows = try fixture.answer("trend_compare", ["by": "rlhf_step", "metric": "logodds"])
        let verdicts = rows.map {
            "\($0.number("a") ?? -1) \($0.number("b") ?? -1) \($0.text("verdict") ?? "")"
        }
        #expect(verdicts == ["0.0 7.0 differ_trivially", "0.0 8.0 undecided", "7.0 8.0 undecided"])
    }

    @Test("refuses what is no coordinate, and has no row where no two lines differ in one alone")
    func nothing() throws {
        try add(after: [])
        #expect(try fixture.answer("trend_compare", ["by": "rlhf_step"]).isEmpty)
        #expect(throws: ReadError.self) { try fixture.answer("trend_compare", ["by": "shape"]) }
    }
}
