import Testing

@testable import LogariumStore

@Suite("A trend row that cannot be drawn in full")
struct TrendFunctionEdgeTests {
    /// `trend` of rows (x, example, cluster, y).
    private func trend(_ rows: String, rest: String = "0.2") throws -> JSONNumberTree? {
        try FunctionFixture().json(
            "SELECT trend(column1, column2, column3, column4, \(rest)) FROM (VALUES \(rows))")
    }

    @Test("has the change, and a reason for the rest, with one cluster")
    func oneCluster() throws {
        let row = try #require(
            try trend("(1, 'a', 'c', 1), (1, 'b', 'c', 2), (2, 'a', 'c', 3), (2, 'b', 'c', 2)"))
        #expect(row["reason"].text == "one_cluster")
        #expect(row["first"].number == 1.5)
        #expect(row["last"].number == 2.5)
        #expect(row["total_change"].number == 1)
        for name in ["stderr", "p", "direction", "shape", "df", "alarm", "noise_to_explain"] {
            #expect(row[name].number == nil && row[name].text == nil, "\(name)")
        }
    }

    @Test("says n_inf where a log-odds is infinite, and shows the states that are not")
    func infinite() throws {
        let row = try #require(
            try trend("(1, 'a', NULL, 1), (1, 'b', NULL, 2), (2, 'a', NULL, 3), (2, 'b', NULL, 9e999)"))
        #expect(row["reason"].text == "n_inf")
        #expect(row["first"].number == 1.5)
        #expect(row["last"].text == "inf")
        #expect(row["total_change"].number == nil)
    }

    @Test("stands on the examples common to all states, and counts the union")
    func commonExamples() throws {
        let row = try #require(
            try trend(
                """
                (1, 1, NULL, 1), (1, 2, NULL, 2), (1, 3, NULL, 9), (2, 1, NULL, 3), (2, 2, NULL, 3),
                (2, 3, NULL, NULL), (2, 4, NULL, 9)
                """))
        #expect(row["n_union"].number == 4)
        #expect(row["n_common"].number == 2)
        #expect(row["first"].number == 1.5)
        #expect(row["shape"].text == nil, "two states have a direction only")
        #expect(row["direction"].text != nil)
        let apart = try #require(try trend("(1, 1, NULL, 1), (2, 2, NULL, 2)"))
        #expect(apart["reason"].text == "no_common_examples")
    }

    @Test("has no p-value where the change is the same for all examples")
    func degenerate() throws {
        let row = try #require(try trend("(1, 1, 1, 1), (1, 2, 2, 2), (2, 1, 1, 2), (2, 2, 2, 3)"))
        #expect(row["degenerate"].number == 1)
        #expect(row["stderr"].number == 0)
        #expect(row["p"].number == nil)
        #expect(row["p_equivalence"].number == nil)
        #expect(row["noise_to_explain"].number ?? 0 > 0)
    }

    @Test("is undefined at one x, and NULL without rows")
    func tooLittle() throws {
        #expect(try #require(try trend("(1, 1, NULL, 1), (1, 2, NULL, 2)"))["reason"].text == "one_x")
        let fixture = try FunctionFixture()
        for sql in [
            "trend(1, 1, 1, 1, 0.2)", "state_covariance(1, 1, 1, 1)",
            "state_trend(1, 1, 1, 1, 1, 1, 1, 1, 1)",
        ] {
            #expect(try fixture.json("SELECT \(sql) FROM (SELECT 1) WHERE 0") == nil)
        }
        #expect(try trend("(NULL, 1, NULL, 1), (1, NULL, NULL, 1)") == nil)
    }

    @Test("counts an example without a value, and keeps a state where none has one")
    func examplesWithoutValue() throws {
        let row = try #require(
            try trend("(1, 1, NULL, 1), (1, 2, NULL, NULL), (2, 1, NULL, 2), (3, 1, NULL, NULL)"))
        #expect(row["n_union"].number == 2)
        #expect(row["m"].number == 3, "the state at 3 does not go away")
        #expect(row["reason"].text == "no_common_examples")
    }

    @Test("tells states of equal x apart by a number, and has the mean of each")
    func statesOfEqualX() throws {
        let fixture = try FunctionFixture()
        let rows = "(1, 1, 1, 1), (1, 2, 3, 1), (2, 1, 5, 2), (2, 2, 9, 2), (2, 1, 0, 3), (2, 2, 1e999, 3)"
        let row = try #require(
            try fixture.json(
                "SELECT trend(column1, column2, NULL, column3, .2, NULL, column4) FROM (VALUES \(rows))"))
        #expect(row["m"].number == 3)
        #expect(row["reason"].text == "n_inf")
        let means = try fixture.rows(
            """
            SELECT value ->> '$.mean' AS mean FROM JSON_EACH((
                SELECT trend(column1, column2, NULL, column3, .2, NULL, column4) ->> '$.states'
                FROM (VALUES \(rows)) WHERE column4 < 3
            ))
            """
        ).map { $0["mean"] }
        #expect(means == [2, 7])
    }

    @Test("refuses rows that are not one line, saying why")
    func refusals() throws {
        let fixture = try FunctionFixture()
        func failure(_ rows: String, _ rest: String = "0.2") -> String? {
            fixture.failure(
                "SELECT trend(column1, column2, column3, column4, \(rest)) FROM (VALUES \(rows))")
        }
        let line = "(1, 'a', 'c', 1), (2, 'a', 'c', 1)"
        #expect(
            failure("(1, 'a', 'c', 1), (1, 'a', 'c', 1)")
                == "trend: example 'a' comes twice at x = 1.0; group by everything that makes a line")
        #expect(
            failure("(1, 'a', 'c', 1), (2, 'a', 'd', 1)")
                == "trend: example 'a' is in two clusters, 'c' and 'd'")
        #expect(failure("('one', 'a', 'c', 1)") == "trend: x is 'one', not a number; use CAST(… AS REAL)")
        #expect(
            failure(line, "column1")
                == "trend: sesoi must be the same in every row of a group, not 1 and 2")
        #expect(failure(line, "0")?.hasPrefix("trend: sesoi must be a positive number") == true)
        #expect(failure(line, "NULL")?.hasPrefix("trend: sesoi must be a positive number") == true)
        #expect(
            failure(line, "0.2, -1")?.hasPrefix("trend: noise_variance is -1.0; a variance is not") == true)
    }

    @Test(
        "refuses pairs that are no upper triangle of one line",
        arguments: [
            (
                "(2, 1, 1.0)",
                "the pair (2, 1) is not of the upper triangle; states count from 1, other >= state"
            ),
            (
                "(1, 1, 1.0), (1, 1, 1.0)",
                "the pair (1, 1) comes twice; group by everything that makes a line"
            ),
            (
                "(1, 1, 1.0), (1, 2, 1.5)",
                "state 1 has two different x or means; group by everything that makes a line"
            ),
            ("(1, 2, 1.0)", "state 2 of 2 has no row of its own; give the pair (2, 2) too"),
            ("(1, 1, 2.0), (2, 2, 1.0)", "x falls from state 1 to 2; number the states by x"),
            ("(1.5, 2, 1.0)", "state is 1.5, not a whole number"),
        ])
    func refusedPairs(_ rows: String, _ message: String) throws {
        let fixture = try FunctionFixture()
        #expect(
            fixture.failure(
                "SELECT state_trend(column1, column2, column3, 10, 10, 0.5, 0.1, 0.2, NULL) FROM (VALUES \(rows))"
            )
                == "state_trend: \(message)")
    }

    @Test("says so where the pairs have no covariance")
    func missingCovariance() throws {
        let fixture = try FunctionFixture()
        func reason(clusters: Int) throws -> String? {
            try fixture.json(
                """
                SELECT state_trend(column1, column2, column1, 10, \(clusters), column1 / 2.0, NULL, 0.2, NULL)
                FROM (VALUES (1, 1), (1, 2), (2, 2))
                """)?["reason"].text
        }
        #expect(try reason(clusters: 1) == "one_cluster")
        #expect(try reason(clusters: 3) == "no_covariance")
    }
}
