import GRDB
import LogariumFunctions
import Testing

@testable import LogariumStore

@Suite("The trend aggregates")
struct TrendReferenceCaseTests {
    static let cases = ReferenceCase.all(in: "07_trend_per_example")
    static let lines = cases.filter { ["shape", "direction", "noise_to_explain"].contains($0.function) }

    /// The heavy step in plain SQL, its rows fed to the light one. :noise is on the diagonal of V.
    private static let lightStep = """
        WITH
        state_mean AS (SELECT state, x, AVG(y) AS mean FROM line GROUP BY state, x),
        clustered AS (SELECT state, example, COALESCE(cluster, example) AS cluster, y FROM line),
        cluster_sum AS (
            SELECT clustered.cluster, state_mean.state, SUM(clustered.y - state_mean.mean) AS s
            FROM clustered INNER JOIN state_mean USING (state)
            GROUP BY clustered.cluster, state_mean.state
        ),
        size AS (SELECT COUNT(DISTINCT example) AS n, COUNT(DISTINCT cluster) AS c FROM clustered),
        pair AS (
            SELECT one.state, another.state AS other, SUM(one.s * another.s) * c / (c - 1.0) / (n * n) AS v
            FROM cluster_sum AS one INNER JOIN cluster_sum AS another USING (cluster) CROSS JOIN size
            WHERE another.state >= one.state
            GROUP BY one.state, another.state
        )
        SELECT state_trend(
            state, other, x, n, c, mean, v + CASE WHEN state = other THEN ?1 ELSE 0 END, ?2, NULL
        )
        FROM pair INNER JOIN state_mean USING (state) CROSS JOIN size
        """

    @Test("There are cases")
    func casesAreThere() { #expect(!Self.lines.isEmpty) }

    @Test("trend agrees with every ReferenceCase of a line", arguments: lines)
    func raw(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        try fixture.addLine(of: test)
        let noise = test.inputs["model_var"].number ?? 0
        let row = try #require(
            try fixture.json(
                "SELECT trend(x, example, cluster, y, ?, ?) FROM line", [test.inputs["sesoi"].number, noise]))
        #expect(row["n_union"].number == row["n_common"].number)
        #expect(row["sigma_model"].number == noise.squareRoot())
        if noise == 0 {
            check(row, against: test)
        } else {
            #expect(row["shape_beyond_noise"].text == test.expected["label"].text)
        }
    }

    @Test("trend_line agrees with every ReferenceCase of a line", arguments: lines)
    func fromCovariance(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        try fixture.addLine(of: test)
        let row = try #require(
            try fixture.json(
                Self.lightStep, [test.inputs["model_var"].number ?? 0, test.inputs["sesoi"].number]))
        check(row, against: test)
    }

    private func check(_ row: JSONNumberTree, against test: ReferenceCase) {
        switch test.function {
        case "direction": checkDirection(row, test, test.expected)
        case "shape":
            checkDirection(row, test, test.expected["direction"])
            checkShape(row, test)
        default:
            // What the label rests on is what is explained away; the case may ask for something else.
            if row["finding"].text == test.inputs["which"].text {
                expectEqual(row["noise_to_explain"], test.expected["sd"], test)
            }
        }
    }

    private func checkDirection(_ row: JSONNumberTree, _ test: ReferenceCase, _ want: JSONNumberTree) {
        for (name, key) in [
            ("total_change", "total_change"), ("stderr", "se"), ("p", "p_two_sided"),
            ("p_equivalence", "p_tost"),
            ("df", "df"),
        ] {
            expectEqual(row[name], want[key], test)
        }
        #expect(test.agrees(row["low"].number, want["ci95"].numbers?.first ?? nil))
        #expect(test.agrees(row["high"].number, want["ci95"].numbers?.last ?? nil))
        #expect(row["direction"].text == want["label"].text)
    }

    private func checkShape(_ row: JSONNumberTree, _ test: ReferenceCase) {
        #expect(row["shape"].text == test.expected["label"].text)
        for (name, key) in [
            ("p_u", "p_u"), ("p_inverted_u", "p_inv_u"), ("p_flat", "p_flat"), ("local_peak", "local_peak"),
            ("local_valley", "local_valley"), ("law_p", "law_p"), ("systematic", "systematic"),
        ] {
            expectEqual(row[name], test.expected[key], test)
        }
        guard let turn = row["turning_state"].number else { return }
        let key = row["shape"].text == "u_shaped" ? "turn_u" : "turn_inv_u"
        #expect(turn - 1 == test.expected[key].number)
        let arms = test.expected["breaks"].list?.first { $0["k"].number == turn - 1 }
        expectEqual(row["arm_low"], arms?["low"] ?? .null, test)
        expectEqual(row["arm_high_stderr"], arms?["se_high"] ?? .null, test)
    }

    private func expectEqual(_ got: JSONNumberTree, _ want: JSONNumberTree, _ test: ReferenceCase) {
        #expect(test.agrees(got.number, want.number), "\(got), not \(want)")
    }

    @Test(
        "state_covariance agrees with every ReferenceCase",
        arguments: cases.filter { $0.function == "state_cov" })
    func covariance(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        try fixture.addLine(of: test)
        let got = try #require(try fixture.json("SELECT state_covariance(x, example, cluster, y) FROM line"))
        let noise = test.inputs["model_var"].number ?? 0
        for (a, row) in (test.expected["V"].list ?? []).enumerated() {
            for (b, want) in (row.numbers ?? []).enumerated() {
                let v = (got["v"].list?[a].numbers?[b]).map { $0 + (a == b ? noise : 0) }
                #expect(test.agrees(v, want))
            }
        }
        #expect(got["n"].number == test.expected["n"].number)
        #expect(got["clusters"].number == test.expected["clusters"].number)
    }
}
