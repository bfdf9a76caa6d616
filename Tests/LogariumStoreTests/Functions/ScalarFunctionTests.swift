import GRDB
import LogariumFunctions
import Testing

@testable import LogariumStore

@Suite("Scalar SQL functions")
struct ScalarFunctionTests {
    @Test("agree with one another: a cdf and its upper tail make 1, a quantile undoes its cdf")
    func inverses() throws {
        let fixture = try FunctionFixture()
        for (name, parameters) in [
            ("normal", ""), ("t", ", 3"), ("chi2", ", 4"), ("f", ", 3, 7"), ("beta", ", 2, 5"),
        ] {
            let x = "0.3\(parameters)"
            let sum = try fixture.number("SELECT \(name)_cdf(\(x)) + \(name)_upper_tail(\(x))")
            #expect(abs(try #require(sum) - 1) < 1e-14)
            let back = try fixture.number("SELECT \(name)_quantile(\(name)_cdf(\(x))\(parameters))")
            #expect(abs(try #require(back) - 0.3) < 1e-12)
        }
    }

    @Test(
        "give a value where it is defined",
        arguments: [
            ("wilson_lower(0.55, 300)", 0.493425604524), ("wilson_upper(0.55, 300)", 0.605310098354),
            ("wilson_upper(0, 10)", 0.277532799863), ("clopper_pearson_lower(0, 10)", 0),
            ("clopper_pearson_upper(10, 10)", 1), ("upper_share_bound(0, 300)", 0.00993608194446),
            ("upper_share_bound(5, 5)", 1), ("sign_test_p(0, 6)", 0.03125), ("sign_test_p(3, 3)", 1),
            ("log1p(1e-20)", 1e-20), ("expm1(1e-20)", 1e-20), ("softplus(0)", 0.693147180559945),
            ("softplus(-40)", 4.248354255291589e-18), ("softplus(800)", 800), ("logistic(0)", 0.5),
            ("logistic(-800)", 0), ("normal_quantile(1) = 9e999", 1), ("normal_cdf(-9e999)", 0),
        ])
    func value(_ sql: String, _ want: Double) throws {
        let value = try #require(try FunctionFixture().number("SELECT \(sql)"))
        #expect(abs(value - want) <= 1e-11 * abs(want), "\(value)")
    }

    @Test(
        "are NULL where the value is undefined or an argument NULL",
        arguments: [
            "normal_quantile(1.5)", "t_quantile(0.5, 0)", "t_cdf(1, -1)", "f_cdf(1, 0, 1)",
            "beta_cdf(0.5, 0, 1)",
            "wilson_lower(0.5, 0)", "wilson_upper(2, 10)", "clopper_pearson_lower(3, 2)",
            "upper_share_bound(0, 0)",
            "upper_share_bound(1.5, 3)", "sign_test_p(0, 0)", "sign_test_p(-1, 3)", "sign_test_p(1e300, 3)",
            "sign_test_p(600000000000, 600000000001)", "f_cdf(1, 1e300, 1e300)", "beta_cdf(0.5, 1e13, 1e13)",
            "upper_share_bound(2, 2000000000000)",
            "log1p(-2)", "log1p(NULL)", "t_cdf(NULL, 3)", "t_cdf(3, NULL)",
        ])
    func undefined(_ sql: String) throws {
        #expect(try FunctionFixture().number("SELECT \(sql)") == nil)
        #expect(try FunctionFixture().failure("SELECT \(sql)") == nil)
    }

    @Test("refuse text and blobs, saying which argument and what to do")
    func refuseText() throws {
        let fixture = try FunctionFixture()
        #expect(
            fixture.failure("SELECT t_cdf(1, 'three')")
                == "t_cdf: df is 'three', not a number; use CAST(… AS REAL)")
        #expect(
            fixture.failure("SELECT softplus(x'0102')")
                == "softplus: x is a blob of 2 bytes, not a number; use CAST(… AS REAL)")
    }

    @Test("are documented exactly as they are registered")
    func documented() throws {
        let fixture = try FunctionFixture()
        let registered = try fixture.queue.read { db in
            try Row.fetchAll(
                db, sql: "SELECT DISTINCT name, type, narg FROM pragma_function_list WHERE builtin = 0"
            )
            .map { "\($0["name"] as String) \($0["type"] as String) \($0["narg"] as Int)" }
        }
        let documented = SQLFunction.all.flatMap { function in
            (function.arguments.count { !$0.isOptional }...function.arguments.count).map {
                "\(function.name) \(function.isAggregate ? "a" : "s") \($0)"
            }
        }
        #expect(documented.filter { !registered.contains($0) } == [])
        let names = Set(SQLFunction.all.map(\.name))
        #expect(
            registered.filter { names.contains(String($0.prefix { $0 != " " })) }.sorted()
                == documented.sorted())
        #expect(names.count == SQLFunction.all.count)
    }

    /// Against tables: t with 9 degrees of freedom has its 97.5 % quantile at 2.262157, and 5 % beyond 1.833113.
    @Test("bounds of an estimate are its t interval, and p what lies beyond it on both sides")
    func studentBounds() throws {
        let fixture = try FunctionFixture()
        let low = try #require(try fixture.number("SELECT t_lower(3, 0.5, 9)"))
        let high = try #require(try fixture.number("SELECT t_upper(3, 0.5, 9)"))
        #expect(abs(low - (3 - 0.5 * 2.262157)) < 1e-6 && abs(high - (3 + 0.5 * 2.262157)) < 1e-6)
        let p = try #require(try fixture.number("SELECT t_p(-0.5, 0.5 / 1.833113, 9)"))
        #expect(abs(p - 0.1) < 1e-6)
        for call in ["t_p(1, 0, 9)", "t_lower(1, NULL, 9)", "t_upper(1, 1, 0)", "t_p(NULL, 1, 9)"] {
            #expect(try fixture.number("SELECT \(call)") == nil, "\(call)")
        }
    }

    @Test("a clustered share has the Wilson interval of as many independent examples as have its stderr")
    func clusteredWilson() throws {
        let fixture = try FunctionFixture()
        // .3 · .7 / .05² = 84 examples, of 90; where the stderr is smaller than theirs the 90 count.
        for (stderr, n) in [(0.05, 84.0), (0.01, 90)] {
            for side in ["lower", "upper"] {
                let clustered = try fixture.number("SELECT clustered_wilson_\(side)(0.3, \(stderr), 90, 30)")
                let independent = try fixture.number("SELECT wilson_\(side)(0.3, \(n))")
                let difference = try #require(clustered) - #require(independent)
                #expect(abs(difference) < 1e-12)
            }
        }
        // A share of 0 or 1 has no stderr to go by: the clusters count.
        #expect(
            try fixture.number("SELECT clustered_wilson_upper(0, 0, 90, 30)")
                == fixture.number("SELECT wilson_upper(0, 30)"))
        for call in ["(1.5, 0.1, 9, 3)", "(0.5, NULL, 9, 3)", "(0.5, 0.1, 0, 3)", "(0.5, 0.1, 9, 0.5)"] {
            #expect(try fixture.number("SELECT clustered_wilson_lower\(call)") == nil, "\(call)")
        }
    }

    @Test(
        "texts are joined without those that are NULL",
        arguments: [
            ("'; ', 'a', NULL, 'b'", "a; b"), ("'; ', NULL", ""), ("'', 'a', 'b'", "ab"), ("NULL, 'a'", nil),
        ])
    func concatenation(_ arguments: String, _ expected: String?) throws {
        let fixture = try FunctionFixture()
        let text = try fixture.queue.read {
            try String.fetchOne($0, sql: "SELECT concat_ws(\(arguments))")
        }
        #expect(text == expected)
    }
}
