import GRDB
import LogariumFunctions
import Testing

@testable import LogariumStore

@Suite("An aggregate's answer")
struct FunctionOrderTests {
    /// 25 examples at 6 x in 10 clusters, with names of two spellings of one letter.
    private static let rows: [[(any DatabaseValueConvertible & Sendable)?]] = (0..<150).map { index in
        let (example, state) = (index / 6, index % 6)
        let name = (example.isMultiple(of: 2) ? "e\u{301}" : "\u{e9}") + "\(example / 2)"
        let wave = Double((example * 37 + state * 11) % 17) / 3
        let y = wave + Double(state * (example % 3)) / 7
        return [Double(state) / 3, name, example % 10, y, state + 1]
    }

    private static let calls = [
        "trend(x, example, cluster, y, 0.2)", "trend(x, example, NULL, y, 0.2, 0.01)",
        "state_covariance(x, example, cluster, y)", "signal_detection(y > 2, cluster > 4, y)",
        "meta_analysis(y, 0.1 + cluster)", "forecast(x, y, 4)",
        "curve_matching(cluster, state, y, x - y) FILTER (WHERE example IN ('e\u{301}0', 'e\u{301}1', '\u{e9}0', '\u{e9}1', 'e\u{301}2'))",
        "median(y)", "quantile(y, 0.3)", "auc(y, cluster > 4)", "kendall_tau(x, y)", "spearman_rho(x, y)",
        "theil_sen(x, y)", "ols_slope(x, y)", "ols_slope_stderr(x, y)", "ols_slope_p(x, y)", "logsumexp(y)",
        "checkpoint_noise_seeds(cluster, y, y / 50)",
        "checkpoint_noise_adjacent(x, y) FILTER (WHERE cluster = 3)",
    ]

    @Test("is the same, byte for byte, in whatever order the rows come", arguments: calls)
    func rowOrder(_ call: String) throws {
        let fixture = try FunctionFixture()
        try fixture.table("line", ["x", "example", "cluster", "y", "state"], Self.rows)
        let answers = try fixture.queue.read { db in
            try ["rowid", "rowid DESC", "y, x, example", "rowid * 7919 % 151"].map { order in
                try String.fetchOne(
                    db, sql: "SELECT \(call) FROM (SELECT * FROM line ORDER BY \(order) LIMIT 1000)")
            }
        }
        #expect(answers[0] != nil)
        #expect(Set(answers).count == 1, "\(answers)")
    }

    @Test("takes two spellings of one letter for two examples, as SQLite does")
    func spellings() throws {
        let fixture = try FunctionFixture()
        try fixture.table("line", ["x", "example", "cluster", "y", "state"], Self.rows)
        let row = try #require(try fixture.json("SELECT trend(x, example, NULL, y, 0.2) FROM line"))
        #expect(row["n"].number == 25)
        #expect(row["clusters"].number == 25)
    }

    @Test("tells large whole names apart that a double does not")
    func largeIntegers() throws {
        let (first, second) = (Int64(1) << 53, Int64(1) << 53 + 1)
        let row = try #require(
            try FunctionFixture().json(
                """
                SELECT trend(column1, column2, NULL, column3, 0.2)
                FROM (VALUES (1, \(first), 1), (2, \(first), 2), (1, \(second), 2), (2, \(second), 4))
                """))
        #expect(row["n_common"].number == 2)
    }

    @Test("is refused where every row would be compared with every other and there are too many")
    func tooManyPairs() throws {
        let series = "WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 5001)"
        let fixture = try FunctionFixture()
        for function in ["kendall_tau", "mann_kendall_p", "theil_sen"] {
            #expect(
                fixture.failure("\(series) SELECT \(function)(i, i % 7) FROM s")
                    == "\(function): 5001 rows are more than the 5000 whose pairs it compares; give it states, not examples: "
                    + "group first")
        }
        #expect(try fixture.number("\(series) SELECT ols_slope(i, 2 * i) FROM s") == 2)
    }

    @Test("names an infinite coordinate, and refuses a negative variance")
    func infiniteX() throws {
        let fixture = try FunctionFixture()
        let rows = "(1, 1, 1), (9e999, 1, 2), (1, 2, 3), (9e999, 2, 5)"
        let row = try #require(
            try fixture.json("SELECT trend(column1, column2, NULL, column3, 0.2) FROM (VALUES \(rows))"))
        #expect(row["reason"].text == "infinite_x")
        #expect(
            fixture.failure("SELECT checkpoint_noise_seeds('g', 1, -0.5)")
                == "checkpoint_noise_seeds: variance is -0.5; a squared stderr is not negative")
        #expect(
            try fixture.number("SELECT theil_sen(column1, column2) FROM (VALUES (1, 9e999), (2, 9e999))")
                == nil)
    }
}
