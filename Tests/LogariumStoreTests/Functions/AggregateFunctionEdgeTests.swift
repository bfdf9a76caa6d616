import GRDB
import LogariumFunctions
import Testing

@testable import LogariumStore

@Suite("SQL aggregates at the edges")
struct AggregateFunctionEdgeTests {
    @Test("are NULL without rows, and over NULLs only", arguments: SQLFunction.all.filter(\.isAggregate))
    func empty(_ function: SQLFunction) throws {
        let fixture = try FunctionFixture()
        let nulls = function.arguments.map { _ in "NULL" }.joined(separator: ", ")
        let call = "\(function.name)(\(nulls))"
        #expect(try fixture.json("SELECT \(call) FROM (SELECT 1) WHERE 0") == nil)
        #expect(try fixture.json("SELECT \(call)") == nil)
    }

    @Test("refuse a text for a number", arguments: SQLFunction.all.filter(\.isAggregate))
    func text(_ function: SQLFunction) throws {
        let texts = function.arguments.map { _ in "'text'" }.joined(separator: ", ")
        let message = try #require(try FunctionFixture().failure("SELECT \(function.name)(\(texts))"))
        #expect(message.hasPrefix("\(function.name): "))
        #expect(message.hasSuffix("is 'text', not a number; use CAST(… AS REAL)"))
    }

    @Test(
        "skip rows with a NULL",
        arguments: [
            ("median(column1)", "(1), (NULL), (2), (6)", 2),
            ("logsumexp(column1)", "(0), (NULL), (0)", 0.6931471805599453),
            ("logsumexp(column1)", "(-1000), (-1000)", -999.3068528194401),
            ("quantile(column1, 0.25)", "(1), (2), (NULL), (3), (4)", 1.75),
            ("ols_slope(column1, column2)", "(1, 1), (2, NULL), (3, 5), (NULL, 9)", 2),
            ("theil_sen(column1, column2)", "(1, 1), (2, NULL), (3, 5)", 2),
            ("auc(column1, column2)", "(1, 1), (0, 0), (NULL, 0), (5, NULL)", 1),
            ("checkpoint_noise_adjacent(column1, column2)", "(3, 0), (1, 0), (2, 3), (4, NULL)", 6),
            (
                "checkpoint_noise_seeds(column1, column2, column3)",
                "('s', 1, 0.25), ('s', 3, 0.25), ('m', 7, 0.25), ('m', NULL, 1)", 1.75
            ),
        ])
    func skipped(_ sql: String, _ rows: String, _ want: Double) throws {
        let value = try #require(try FunctionFixture().number("SELECT \(sql) FROM (VALUES \(rows))"))
        #expect(abs(value - want) <= 1e-12 * abs(want), "\(value)")
    }

    @Test(
        "are NULL where the value is undefined",
        arguments: [
            ("quantile(column1, 1.5)", "(1), (2)"), ("ols_slope(column1, column2)", "(1, 1), (1, 2)"),
            ("ols_slope_stderr(column1, column2)", "(1, 1), (2, 2)"),
            ("ols_slope_p(column1, column2)", "(1, 1), (2, 2), (3, 3)"),
            ("mann_kendall_p(column1, column2)", "(1, 1), (1, 2), (3, 3)"),
            ("kendall_tau(column1, column2)", "(1, 1), (2, 1)"), ("auc(column1, column2)", "(1, 1), (2, 1)"),
            ("checkpoint_noise_seeds(column1, column2, 0.1)", "('s', 1), ('m', 2)"),
            ("checkpoint_noise_adjacent(column1, column2)", "(1, 1), (2, 2)"),
        ])
    func undefined(_ sql: String, _ rows: String) throws {
        #expect(try FunctionFixture().number("SELECT \(sql) FROM (VALUES \(rows))") == nil)
    }

    @Test("are JSON with a reason where a line or a suite is not complete")
    func reasons() throws {
        let fixture = try FunctionFixture()
        func reason(_ sql: String, _ rows: String) throws -> String? {
            try fixture.json("SELECT \(sql) FROM (VALUES \(rows))")?["reason"].text
        }
        #expect(try reason("forecast(column1, column2, 3)", "(1, 1), (1, 2)") == "one_x")
        #expect(try reason("forecast(column1, column2, 3)", "(1, 1), (2, 9e999)") == "n_inf")
        #expect(try reason("meta_analysis(column1, column2)", "(1, 1)") == "one test")
        #expect(
            try reason("meta_analysis(column1, column2)", "(1, 1), (1, 0)")
                == "an effect is infinite or a variance not positive")
        let suite = (1...5).flatMap { task in (1...2).map { "('t\(task)', \($0), 0.5, 1)" } }
        #expect(
            try reason(
                "curve_matching(column1, column2, column3, column4)", suite.dropLast().joined(separator: ", ")
            )
                == "task 't5' has no state 2")
    }

    @Test("say what is wrong with a half answer or a shifting quantile")
    func refusals() throws {
        let fixture = try FunctionFixture()
        #expect(
            fixture.failure("SELECT signal_detection(0.5, 1, 0)")
                == "signal_detection: said_yes is 0.5, neither 0 nor 1; say which side a tie is on")
        #expect(
            fixture.failure("SELECT quantile(1, column1) FROM (VALUES (0.1), (0.2))")
                == "quantile: q must be the same in every row of a group, not 0.1 and 0.2")
    }

    @Test("answer for each group of rows on its own")
    func groups() throws {
        let fixture = try FunctionFixture()
        let medians = try fixture.queue.read { db in
            try Double.fetchAll(
                db,
                sql: """
                    SELECT median(column2) FROM (VALUES ('a', 1), ('b', 5), ('a', 3), ('b', 7), ('b', 6))
                    GROUP BY column1 ORDER BY column1
                    """)
        }
        #expect(medians == [2, 6])
    }
}
