import Foundation
import LogariumCore
import LogariumFunctions
import LogariumStore
import Testing

@Suite("The loadable extension")
struct ExtensionTests {
    @Test("shows SQLite its entry point and nothing else, and carries no SQLite")
    func symbols() throws {
        let library = try LoadableExtension.linked.get()
        let symbols = try Program("/usr/bin/nm").run(["-D", library]).output.split(separator: "\n").map {
            line in
            let words = line.split(separator: " ")
            return (kind: words.dropLast().last ?? "", name: words.last ?? "")
        }
        // Capitals are visible from outside; U and W are what it needs itself.
        let exported = symbols.filter { $0.kind.allSatisfy(\.isUppercase) && !["U", "W"].contains($0.kind) }
        #expect(exported.map(\.name) == ["sqlite3_logarium_init"])
        #expect(symbols.filter { $0.kind == "U" && $0.name.hasPrefix("sqlite3") }.isEmpty)
        let needed = try Program("/usr/bin/ldd").run([library]).output
        for absent in ["sqlite", "swift", "Foundation"] { #expect(!needed.contains(absent), "\(needed)") }
        // What every SQLite writes at the head of a file.
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: library)).range(of: Data("SQLite format 3".utf8)) == nil
        )
    }

    @Test("adds every function and no other", arguments: LoadableExtension.Client.allCases)
    func functions(_ client: LoadableExtension.Client) throws {
        let list = "SELECT DISTINCT name FROM pragma_function_list ORDER BY name"
        // The shell has all that Python has, and more.
        let without = try Program("/usr/bin/sqlite3").run([":memory:", list]).output.split(separator: "\n")
        let with = try client.rows(of: list, in: ":memory:").rows.map { $0[0] }
        #expect(Set(with).subtracting(without.map(String.init)).sorted() == SQLFunction.all.map(\.name))
        let tables = try client.rows(of: "SELECT name FROM pragma_module_list", in: ":memory:").rows
        #expect(Set(tables.map { $0[0] }).isSuperset(of: SQLTableFunction.all.map(\.name)))
    }

    @Test(
        "gives the values that logarium's own connections give", arguments: LoadableExtension.Client.allCases)
    func values(_ client: LoadableExtension.Client) throws {
        #expect(Self.calls.map { String($0.prefix { $0 != "(" }) }.sorted() == SQLFunction.all.map(\.name))
        let columns: [String] = Self.calls.map { "(SELECT \($0)) AS \($0.prefix { $0 != "(" })" }
        let sql =
            "WITH point (x, example, y) AS (VALUES \(Self.points)) SELECT " + columns.joined(separator: ", ")
        let database = try DemoWarehouse.withAggregates.get().path
        let own = try Self.answer(["sql", sql], database)
        #expect(own.rows.count == 1 && own.rows.joined().allSatisfy { !$0.isEmpty })
        let loaded = try client.rows(of: sql, in: database)
        #expect(loaded.differences(from: own, tolerance: client.tolerance) == [])
    }

    /// Three examples at five x: up, then down.
    private static let points: String = (0..<15).map { index -> String in
        let (x, example) = (index / 3, index % 3)
        let noise = Double(example * example) * 0.1 + Double(x * example % 4) * 0.05
        return "(\(x), 'e\(example)', \(Double([1, 3, 4, 2, 1][x]) / 3 + noise))"
    }.joined(separator: ", ")

    /// Every function once, with a value to show.
    private static let calls = [
        "normal_cdf(-1.3)", "normal_upper_tail(8)", "normal_quantile(0.3)", "t_cdf(-1.3, 4)",
        "t_upper_tail(30, 4)", "t_quantile(0.975, 3)", "chi2_cdf(3, 2.5)", "chi2_upper_tail(90, 4)",
        "chi2_quantile(0.95, 4)", "f_cdf(2, 3, 7)", "f_upper_tail(90, 3, 7)", "f_quantile(0.9, 3, 7)",
        "beta_cdf(0.3, 2, 5)", "beta_upper_tail(0.3, 2, 5)", "beta_quantile(0.3, 2, 5)",
        "wilson_lower(0.55, 300)", "wilson_upper(0.55, 300)", "clopper_pearson_lower(2, 30)",
        "clopper_pearson_upper(2, 30)", "upper_share_bound(2, 30)", "sign_test_p(2, 9)", "log1p(1e-9)",
        "expm1(1e-9)", "softplus(-40)", "logistic(1e0 / 3)", "logsumexp(y) FROM point",
        "median(y) FROM point", "quantile(y, 0.3) FROM point", "auc(y, x > 2) FROM point",
        "signal_detection(y > 1, x > 2, y) FROM point", "ols_slope(x, y) FROM point",
        "ols_slope_stderr(x, y) FROM point", "ols_slope_p(x, y) FROM point", "kendall_tau(x, y) FROM point",
        "mann_kendall_p(x, y) FROM point WHERE example = 'e1'", "spearman_rho(x, y) FROM point",
        "is_asked('abc', 'x,a*c')", "concat_ws('; ', 'a', NULL, 'b')", "corr(x, y) FROM point",
        "t_lower(0.2, 0.1, 7)", "t_upper(0.2, 0.1, 7)", "t_p(0.2, 0.1, 7)",
        "clustered_wilson_lower(0.3, 0.05, 90, 30)", "clustered_wilson_upper(0.3, 0.05, 90, 30)",
        "theil_sen(x, y) FROM point", "forecast(x, y, 6) FROM point",
        "trend(x, example, NULL, y, 0.2, 0.01) FROM point",
        "run_trend(x, run_id, 'logodds', 0.2, NULL, x) FROM (SELECT run_id, run_id AS x FROM run "
            + "WHERE task_id = 1 AND is_primary ORDER BY run_id LIMIT 3)",
        "state_trend(1, column1, 1, 9, 9, 0.5, 0.1, 0.2) FROM (VALUES (1))",
        "state_covariance(x, example, NULL, y) FROM point",
        "checkpoint_noise_seeds(example, y, 0.01) FROM point",
        "checkpoint_noise_adjacent(x, y) FROM point WHERE example = 'e1'",
        "meta_analysis(y, 0.1 + x / 10e0) FROM point",
        "curve_matching(x, example, y, -y * y) FROM point",
        "bigbench_curve(x, y) FROM point WHERE example = 'e1'",
    ]

    /// What queries must be told on the demo warehouse; all else is at its default.
    private static let told = [
        "compare": ["task": "copy_list", "other_task": "copy_list_3shot"],
        "examples": ["task": "facts"],
        "trend_compare": ["by": "model", "axis": "rlhf_step", "task": "facts*"],
        "movers": ["from_run": "1", "to_run": "22"],
        // It bootstraps every state's AUC: a minute of an unoptimised build.
        "overclaiming": ["model": "tiny-2m"],
    ]

    @Test(
        "lets any client run the queries' files, with the rows that `logarium query` prints",
        arguments: QueryCatalog.names)
    func queries(_ name: String) throws {
        let query = try QueryCatalog.query(name)
        let given = Self.told[name] ?? [:]
        let database = try DemoWarehouse.withAggregates.get().path
        let parameters = given.sorted { $0.key < $1.key }.flatMap { ["-p", "\($0)=\($1)"] }
        let own = try Self.answer(["query", name] + parameters, database)
        #expect(!own.rows.isEmpty)
        let file = CommandLine.root.appending(path: "queries/\(name).sql")
        let sql = try String(contentsOf: file, encoding: .utf8)
        for client in LoadableExtension.Client.allCases {
            let rows = try client.rows(of: sql, bound: query.values(given: given), in: database)
            let differences = rows.differences(from: own, tolerance: client.tolerance, absolute: 0)
            #expect(differences == [], "\(client)")
        }
    }

    private static func answer(_ arguments: [String], _ database: String) throws -> CSVTable {
        let answer = try CommandLine().run(arguments + ["--db", database, "--format", "csv"])
        guard answer.status == 0 else { throw Program.Failed(answer: answer) }
        return try CSVTable(answer.output)
    }
}
