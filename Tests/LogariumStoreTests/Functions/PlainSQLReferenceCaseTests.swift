import GRDB
import Testing

@testable import LogariumStore

@Suite("In plain SQL, every ReferenceCase")
struct PlainSQLReferenceCaseTests {
    private static func cases(_ file: String, _ function: String) -> [ReferenceCase] {
        ReferenceCase.all(in: file).filter { $0.function == function }
    }

    private func expect(_ row: [String: Double?], _ test: ReferenceCase, _ want: JSONNumberTree? = nil) {
        #expect(!row.isEmpty)
        for (name, value) in row {
            let expected = (want ?? test.expected)[name].number
            #expect(test.agrees(value, expected), "\(name): \(String(describing: value))")
        }
    }

    @Test("of a clustered mean", arguments: cases("04_uncertainty", "cluster_se"))
    func clusteredMean(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let clusters = try #require(test.inputs["cluster"].list)
        let rows: [[(any DatabaseValueConvertible)?]] = zip(try test.numbers("values"), clusters).map {
            [$0, $1.text ?? $1.number]
        }
        try fixture.table("example", ["y", "cluster"], rows)
        expect(try #require(try fixture.rows(PlainFormulas.clusteredMean).first), test)
    }

    @Test("of a paired difference", arguments: cases("04_uncertainty", "paired_difference"))
    func pairedDifference(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let differences = zip(try test.numbers("a"), try test.numbers("b")).map { $0 - $1 }
        let clusters = test.inputs["cluster"].list
        let rows: [[(any DatabaseValueConvertible)?]] = differences.enumerated().map { example, difference in
            [difference, clusters?[example].text ?? "\(example)"]
        }
        try fixture.table("example", ["y", "cluster"], rows)
        let row = try #require(try fixture.rows(PlainFormulas.clusteredMean).first)
        expect(["diff": row["mean"] ?? nil, "se_paired": row["se_clt"] ?? nil], test)
        if clusters != nil { expect(["se_paired_cr1": row["se_cr1"] ?? nil], test) }
    }

    @Test(
        "of a Wilson interval",
        arguments: cases("04_uncertainty", "wilson").filter { $0.inputs["conf"].number == 0.95 })
    func wilson(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        try fixture.table("share", ["k", "n"], [[test.inputs["successes"].number, test.inputs["n"].number]])
        let bounds = try fixture.rows(PlainFormulas.wilson).first
        let expected = test.expected["ci"].numbers
        #expect(test.agrees(bounds?["low"] ?? nil, expected?.first ?? nil))
        #expect(test.agrees(bounds?["high"] ?? nil, expected?.last ?? nil))
    }

    @Test("of least squares over states", arguments: cases("06_trend_state", "ols"))
    func leastSquares(_ test: ReferenceCase) throws {
        expect(try #require(try points(test).rows(PlainFormulas.leastSquares).first), test)
    }

    @Test("of ranks over states", arguments: cases("06_trend_state", "rank_trend"))
    func ranks(_ test: ReferenceCase) throws {
        expect(try #require(try points(test).rows(PlainFormulas.ranks).first), test)
    }

    @Test(
        "of a line's change, as the mean of its examples' own slopes",
        arguments: ["shape", "direction"].flatMap { cases("07_trend_per_example", $0) }
            .filter { $0.inputs["model_var"].number ?? 0 == 0 })
    func exampleChanges(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        try fixture.addLine(of: test)
        expect(
            try #require(try fixture.rows(PlainFormulas.exampleChanges).first), test,
            test.function == "shape" ? test.expected["direction"] : test.expected)
    }

    @Test("of Page's L", arguments: cases("07_trend_per_example", "page_L"))
    func pageL(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        try fixture.addLine(of: test)
        expect(try #require(try fixture.rows(PlainFormulas.pageL).first), test)
    }

    @Test("of BIG-bench's measures", arguments: cases("08_curves", "bigbench_linearity_breakthroughness"))
    func bigBench(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let rows = try test.numbers("y").enumerated().map { [Double($0), $1] }
        try fixture.table("point", ["x", "y"], rows)
        expect(try #require(try fixture.rows(PlainFormulas.bigBench).first), test)
    }

    @Test("of the false discovery rate", arguments: cases("10_aggregation", "multiplicity"))
    func falseDiscoveryRate(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let rows = try test.numbers("p").enumerated().map { [Double($0), $1] }
        try fixture.table("test", ["id", "p"], rows)
        let adjusted = try fixture.rows(PlainFormulas.benjaminiHochberg).map { $0["bh"] ?? nil }
        let expected = try #require(test.expected["bh"].numbers)
        #expect(adjusted.count == expected.count)
        for (got, want) in zip(adjusted, expected) { #expect(test.agrees(got, want)) }
    }

    @Test("of the calibration error", arguments: cases("02_task_summary", "ece"))
    func calibrationError(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let rows = zip(try test.numbers("conf"), try test.numbers("correct")).map { [$0, $1] }
        try fixture.table("answer", ["confidence", "correct"], rows)
        let bins = test.inputs["bins"].number
        expect(try #require(try fixture.rows(PlainFormulas.calibrationError, [bins]).first), test)
    }

    @Test("of common examples", arguments: cases("11_comparability", "common_examples_n"))
    func commonExamples(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let states = test.inputs["states"].object
        let rows: [[(any DatabaseValueConvertible)?]] = states.flatMap { state, values in
            values.object.map { example, y in [state, example, y.number] }
        }
        try fixture.table("value", ["state", "example", "y"], rows)
        let means = try fixture.rows(PlainFormulas.commonMeans).map { $0["mean"] ?? nil }
        #expect(means.count == states.count)
        for (state, mean) in zip(states.keys.sorted(), means) {
            expect([state: mean], test, test.expected["means_common"])
        }
    }

    private func points(_ test: ReferenceCase) throws -> FunctionFixture {
        let fixture = try FunctionFixture()
        let rows = zip(try test.numbers("x"), try test.numbers("y")).map { [$0, $1] }
        try fixture.table("point", ["x", "y"], rows)
        return fixture
    }
}
