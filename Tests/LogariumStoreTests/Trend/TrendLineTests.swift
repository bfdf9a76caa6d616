import LogariumCore
import Testing

@testable import LogariumStore

@Suite("A trend line")
struct TrendLineTests {
    typealias State = TrendFixture.State

    private let fixture: TrendFixture
    /// Eight examples that differ, so that there is a stderr.
    private let base: [Double] = [0.3, -0.8, 1.1, 0.2, -0.4, 0.9, -1.3, 0.6]

    init() throws { fixture = try TrendFixture() }

    private func add(_ state: State, shift: Double = 0, task: String = "t") throws {
        try fixture.add(
            state, task: task,
            logodds: base.enumerated().map { $1 + shift * (1 + 0.1 * Double($0 % 3)) })
    }

    private func logodds(_ given: [String: String] = [:]) throws -> [[String: ResultValue]] {
        try fixture.answer("trend", given.merging(["metric": "logodds"]) { a, _ in a })
    }

    @Test("needs two distinct x, and three for a shape")
    func distinctX() throws {
        try add(State(nParams: 1000))
        #expect(try logodds().isEmpty)
        try add(State(nParams: 1000, name: "twin"))
        #expect(try logodds().isEmpty, "two models of one size have one x")
        try add(State(nParams: 2000), shift: 1)
        let two = try #require(try logodds().first)
        #expect(two.number("m") == 3)
        #expect(two.text("direction") == "increasing")
        #expect(two.text("shape") == nil && two.number("alarm") == nil)
        try add(State(nParams: 4000), shift: 2)
        #expect(try #require(try logodds().first).text("shape") == "increasing")
    }

    @Test("over RLHF steps begins at step 0, on the scale log10(1 + x / smallest step)")
    func rlhfFromZero() throws {
        for (step, shift) in [(0, 0.0), (50, 1), (100, 2), (1000, 3)] {
            try add(State(rlhfStep: step), shift: shift)
        }
        let line = try #require(try logodds(["axis": "rlhf_step"]).first)
        #expect(line.number("m") == 4 && line.number("x_first") == 0)
        #expect(line.number("rlhf_step") == nil)
        let x = try fixture.answer("trend_points", ["axis": "rlhf_step", "metric": "logodds"])
            .map { $0.number("scaled_x") }
        for (got, want) in zip(x, [0, 0.301029995663981, 0.477121254719662, 1.322219294733919]) {
            #expect(agree(got, want, 1e-12))
        }
    }

    @Test(
        "of filtered states is the line of a warehouse that has these states alone",
        arguments: [
            (["rlhf_step": "50..1000"], [50, 100, 1000]), (["rlhf_step": "0,100.."], [0, 100, 1000]),
            (["model": "m*", "seed": "0"], [0, 50, 100, 1000]), (["rlhf_step": "100"], []),
        ])
    func filtered(_ filter: [String: String], _ steps: [Int]) throws {
        let shifts = [0: 0.0, 50: 1.5, 100: 1.2, 1000: 3]
        let alone = try TrendFixture()
        for (step, shift) in shifts.sorted(by: { $0.key < $1.key }) {
            let values = base.enumerated().map { $1 + shift * (1 + 0.1 * Double($0 % 3)) }
            try fixture.add(State(rlhfStep: step), task: "t", logodds: values)
            if steps.contains(step) { try alone.add(State(rlhfStep: step), task: "t", logodds: values) }
        }
        for query in ["trend", "trend_points", "behavior_points"] {
            let asked = ["axis": "rlhf_step", "metric": "logodds"]
            let rows = try fixture.answer(query, asked.merging(filter) { a, _ in a })
            let expected = try alone.answer(query, asked)
            #expect(rows.count == expected.count && rows.isEmpty == steps.isEmpty)
            for (row, wanted) in zip(rows, expected) {
                for (column, cell) in row { #expect(cell == wanted[column], "\(query), \(column)") }
            }
        }
    }

    @Test("over train steps leaves RLHF states out, and one state stands on a line of each axis")
    func trainStepsOfTheBase() throws {
        try add(State(trainStep: 10))
        try add(State(trainStep: 100, rlhfStep: nil), shift: 1)
        try add(State(trainStep: 100, rlhfStep: 7), shift: 2)
        try add(State(nParams: 9000, trainStep: 100), shift: 1)
        let train = try logodds(["axis": "train_step"])
        #expect(train.count == 1 && train[0].number("m") == 2 && train[0].number("rlhf_step") == 0)
        #expect(try logodds(["axis": "rlhf_step"]).map { $0.number("m") } == [2])
        let sizes = try logodds()
        #expect(sizes.map { $0.number("train_step") } == [100], "size at equal steps, RLHF none")
    }

    @Test("at final takes each model's last base state, whichever step it is")
    func atFinal() throws {
        try add(State(nParams: 1000, trainStep: 10))
        try add(State(nParams: 1000, trainStep: 40), shift: 1)
        try add(State(nParams: 1000, trainStep: 40, rlhfStep: 5), shift: 9)
        try add(State(nParams: 2000, trainStep: 80), shift: 2)
        #expect(try logodds().isEmpty)
        let line = try #require(try logodds(["at": "final"]).first)
        #expect(line.number("m") == 2 && line.number("train_step") == nil)
        #expect(try #require(line.text("scope")).contains("each model at its last base state"))
        let mean = base.reduce(0, +) / 8
        #expect(agree(line.number("value_first"), mean + (1 + 0.1 * 7 / 8)))
    }

    @Test("is one a seed, and the seeds tell the checkpoint noise")
    func seeds() throws {
        for (seed, extra) in [(0, 0.0), (1, 0.4)] {
            for (size, shift) in [(1000, 0.0), (2000, 1), (4000, 2)] {
                try add(State(nParams: size, seed: seed), shift: shift + extra)
            }
        }
        let lines = try logodds()
        #expect(lines.map { $0.number("seed") } == [0, 1])
        #expect(lines.allSatisfy { $0.text("sigma_source") == "seeds" })
        let runs =
            try fixture.warehouse.list("SELECT mean_logodds FROM trend_point ORDER BY n_params, seed")
            as [Double]
        let errors =
            try fixture.warehouse.list(
                "SELECT mean_logodds_stderr FROM trend_point ORDER BY n_params, seed") as [Double]
        let sizes = (0..<3).map { size in
            (0..<2).map {
                CheckpointNoise.Seed(
                    mean: runs[2 * size + $0], variance: errors[2 * size + $0] * errors[2 * size + $0])
            }
        }
        let noise = try #require(CheckpointNoise(seedsOfEachSize: sizes))
        #expect(agree(lines[0].number("sigma_model"), noise.standardDeviation))
    }

    @Test("takes the noise from evenly spaced checkpoints where there are no seeds")
    func adjacentCheckpoints() throws {
        let shifts = [0, 1.5, 1.1, 3]
        for (index, shift) in shifts.enumerated() {
            try add(State(trainStep: 100 * (index + 1)), shift: shift)
        }
        try add(State(nParams: 2000, trainStep: 400), shift: 3)
        let line = try #require(try logodds().first)
        #expect(line.text("sigma_source") == "adjacent_checkpoints")
        let means: [Double] = try fixture.warehouse.list(
            "SELECT mean_logodds FROM trend_point WHERE n_params = 1000 ORDER BY train_step")
        let noise = try #require(CheckpointNoise(adjacentMeans: means))
        #expect(agree(line.number("sigma_model"), noise.standardDeviation))
    }

    @Test("without seeds and neighbours has no known noise, and no shape beyond it")
    func unknownNoise() throws {
        for (size, shift) in [(1000, 0.0), (2000, 1), (4000, 2)] {
            try add(State(nParams: size), shift: shift)
        }
        let line = try #require(try logodds().first)
        for column in ["sigma_model", "sigma_source", "shape_beyond_noise"] { #expect(line[column] == .null) }
    }

    @Test("is refused where two states cannot be told apart, and drawn with a warning when allowed")
    func unknownStates() throws {
        try add(State(nParams: 1000, trainStep: nil))
        try add(State(nParams: 1000, trainStep: nil, variant: "", name: "m1000"), shift: 1, task: "other")
        try fixture.warehouse.write { db in
            try db.execute(
                sql: """
                    INSERT INTO checkpoint (model_id, train_step, rlhf_step, seed) VALUES (1, NULL, 0, 0);
                    INSERT INTO checkpoint_ref (ref, checkpoint_id)
                    VALUES ('again', (SELECT MAX(checkpoint_id) FROM checkpoint));
                    UPDATE run SET ref = 'again', checkpoint_id = (SELECT MAX(checkpoint_id) FROM checkpoint)
                    WHERE task_id = 2;
                    UPDATE run SET task_id = 1, protocol_id = 1 WHERE task_id = 2;
                    DELETE FROM response WHERE run_id = 2;
                    INSERT INTO response SELECT 2, example_id, status, logodds, credit, n_tied, lse_matching,
                        lse_other, max_matching, max_other, greedy, logprobs, unconditional, n_tokens
                    FROM response WHERE run_id = 1;
                    """)
        }
        try add(State(nParams: 2000, trainStep: nil), shift: 1)
        let refused = try #require(try logodds().first)
        #expect(refused.number("m") == 3)
        #expect(refused.text("reason") == "unknown_states" && refused["direction"] == .null)
        let drawn = try #require(try logodds(["allow_mixed": "1"]).first)
        #expect(drawn.text("direction") == "increasing")
        #expect(try #require(drawn.text("warning")).contains("cannot be told apart"))
    }

    @Test("is refused under half the examples in common, and drawn with a warning when allowed")
    func commonShare() throws {
        var few: [Double?] = base.map { $0 + 1 }
        for index in 0..<5 { few[index] = nil }
        try add(State(nParams: 1000))
        try fixture.add(State(nParams: 2000), logodds: few)
        let refused = try #require(try logodds().first)
        #expect(refused.number("common_share") == 3.0 / 8)
        #expect(refused.text("reason") == "common_share" && refused["total_change"] == .null)
        let drawn = try #require(try logodds(["allow_mixed": "1"]).first)
        #expect(agree(drawn.number("total_change"), 1))
        #expect(try #require(drawn.text("warning")).contains("only 38 % of the examples are common"))
        for query in ["trend_points", "by_subset", "forecast"] {
            for row in try fixture.answer(query) { #expect(row.text("reason") == "common_share", "\(query)") }
        }
    }

    @Test("with an infinite log-odds has no logodds row to claim, while p_match and credit stand")
    func infinite() throws {
        try add(State(nParams: 1000))
        try fixture.add(State(nParams: 2000), logodds: [.infinity] + base.dropFirst().map { $0 + 1 })
        let rows = try fixture.answer("trend")
        #expect(rows.map { $0.text("reason") } == ["n_inf", nil, nil])
        #expect(rows[0]["value_first"] == .null && rows[0].number("n_common") == 8)
        #expect(rows[1].text("direction") != nil && rows[2].number("n_common") == 8)
        let points = try fixture.answer("trend_points", ["metric": "logodds"])
        #expect(points.map { $0.number("n_inf") } == [0, 1])
    }

    @Test("counts by status what it leaves out")
    func exclusions() throws {
        try add(State(nParams: 1000))
        try fixture.add(State(nParams: 2000), logodds: [.nan] + base.dropFirst().map { $0 + 1 })
        let row = try #require(try logodds().first)
        #expect(row.number("n_common") == 7 && row.number("n_union") == 8)
        #expect(row.number("n_excluded") == 1 && row.number("n_nan") == 1)
    }

    @Test("keeps its text in every query, and two names never share one")
    func lineText() throws {
        for name in ["a", "a|seed=1"] {
            for step in [10, 20] { try add(State(trainStep: step, name: name), shift: Double(step)) }
        }
        let lines = try logodds(["axis": "train_step"]).compactMap { $0.text("line") }
        #expect(Set(lines).count == 2)
        let points = try fixture.answer("trend_points", ["axis": "train_step"]).compactMap { $0.text("line") }
        #expect(Set(points) == Set(lines))
        #expect(lines.first?.hasPrefix("train_step|equal|key=key of t|series=s|model=a|") == true)
    }
}
