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
        let suite = (1...5).flatMap { task in (1...3).map { "('t\(task)', \($0), 0.5, 1)" } }
        #expect(
            try reason(
                "curve_matching(column1, column2, column3, column4)", suite.dropLast().joined(separator: ", ")
            )
                == "task 't5' has no state 3")
        let oneStep = (1...5).flatMap { task in (1...2).map { "('t\(task)', \($0), 0.5, 1)" } }
        #expect(
            try reason(
                "curve_matching(column1, column2, column3, column4)", oneStep.joined(separator: ", "))
                == "fewer than 3 states")
    }

    @Test("count a tie in parts, and draw whole clusters for the intervals of claims")
    func claims() throws {
        let fixture = try FunctionFixture()
        let tied = try #require(
            try fixture.json(
                "SELECT signal_detection(column1, column2, 0) FROM (VALUES (0.5, 1), (1, 1), (0, 0))"))
        #expect(tied["hits"].number == 1.5 && tied["misses"].number == 0.5)
        #expect(tied["auc_low"].number == nil && tied["clusters"].number == nil)
        // A cluster each of true and of false claims: some resample has one class only.
        let few = "(VALUES (1, 1, 2, 'a'), (0, 0, -1, 'b'))"
        let call = "SELECT signal_detection(column1, column2, column3, column4) FROM"
        #expect(try fixture.json("\(call) \(few)")?["auc_low"].number == nil)
        // Every cluster has both classes, and the true claim always scores higher: nothing to doubt.
        let clear = (1...6).flatMap { ["(1, 1, \($0), 'c\($0)')", "(0, 0, -\($0), 'c\($0)')"] }
        func interval(_ rows: [String]) throws -> [Double?] {
            let json = try fixture.json("\(call) (VALUES \(rows.joined(separator: ", ")))")
            return [json?["auc_low"].number, json?["auc_high"].number]
        }
        #expect(try interval(clear) == [1, 1])
        let mixed = (1...8).flatMap { ["(1, 1, \($0 % 3), 'c\($0)')", "(0, 0, \($0 % 4), 'c\($0)')"] }
        let (once, reversed) = (try interval(mixed), try interval(mixed.reversed()))
        #expect(once == reversed && (once[0] ?? 1) < (once[1] ?? 0))
    }

    @Test("say what is wrong with a half answer or a shifting quantile")
    func refusals() throws {
        let fixture = try FunctionFixture()
        #expect(
            fixture.failure("SELECT signal_detection(1.5, 1, 0)")
                == "signal_detection: said_yes is 1.5; it lies between 0 and 1, ½ for a tie")
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
