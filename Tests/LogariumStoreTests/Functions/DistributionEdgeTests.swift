import LogariumStatistics
import Testing

@testable import LogariumStore

@Suite("Distributions and order statistics at the ends of their support")
struct DistributionEdgeTests {
    /// Name, further arguments, the ends of the support.
    private static let families = [
        ("normal", "", "-9e999", "9e999"), ("t", ", 3", "-9e999", "9e999"), ("t", ", 0.5", "-9e999", "9e999"),
        ("chi2", ", 4", "0.0", "9e999"), ("chi2", ", 1", "0.0", "9e999"), ("f", ", 3, 7", "0.0", "9e999"),
        ("f", ", 1, 1", "0.0", "9e999"), ("beta", ", 2, 5", "0.0", "1.0"),
        ("beta", ", 0.5, 0.5", "0.0", "1.0"), ("beta", ", 1, 1", "0.0", "1.0"),
    ]

    @Test("are 0 and 1 there and beyond, and NULL of NULL and NaN", arguments: families)
    func ends(_ name: String, _ more: String, _ least: String, _ most: String) throws {
        let fixture = try FunctionFixture()
        for x in [least, "-9e999", "\(least) - 1", "\(least) - 1e300"] {
            #expect(try fixture.number("SELECT \(name)_cdf(\(x)\(more))") == 0)
            #expect(try fixture.number("SELECT \(name)_upper_tail(\(x)\(more))") == 1)
        }
        for x in [most, "9e999", "\(most) + 1", "\(most) + 1e300"] {
            #expect(try fixture.number("SELECT \(name)_cdf(\(x)\(more))") == 1)
            #expect(try fixture.number("SELECT \(name)_upper_tail(\(x)\(more))") == 0)
        }
        for x in ["NULL", "9e999 - 9e999"] {
            #expect(try fixture.number("SELECT \(name)_cdf(\(x)\(more))") == nil)
            #expect(try fixture.number("SELECT \(name)_upper_tail(\(x)\(more))") == nil)
        }
        #expect(try fixture.number("SELECT \(name)_quantile(0\(more)) = \(least)") == 1)
        #expect(try fixture.number("SELECT \(name)_quantile(1\(more)) = \(most)") == 1)
        for p in ["-1e-300", "1.0000001", "9e999", "-9e999", "NULL"] {
            #expect(try fixture.number("SELECT \(name)_quantile(\(p)\(more))") == nil)
        }
    }

    @Test("stay within 0 and 1 close to the ends", arguments: families)
    func closeToEnds(_ name: String, _ more: String, _ least: String, _ most: String) throws {
        let fixture = try FunctionFixture()
        for x in ["-1e308", "-1e-320", "1e-320", "1e-200", "0.9999999999999999", "1e15", "1e308"] {
            for function in ["cdf", "upper_tail"] {
                let p = try #require(try fixture.number("SELECT \(name)_\(function)(\(x)\(more))"))
                #expect(p >= 0 && p <= 1, "\(name)_\(function)(\(x)\(more)) = \(p)")
            }
        }
    }

    @Test(
        "of counts are defined for none and for all",
        arguments: [(0, 0.0), (1, 0), (1, 0.3), (1, 1), (7, 0), (7, 0.5), (7, 1), (1000, 1e-12)])
    func binomial(_ n: Int, _ p: Double) throws {
        let binomial = try #require(Binomial(trials: n, probability: p))
        #expect(binomial.cdf(-1) == 0 && binomial.cdf(.min) == 0)
        #expect(binomial.cdf(n) == 1 && binomial.cdf(n + 1) == 1 && binomial.cdf(.max) == 1)
        #expect(binomial.pmf(-1) == 0 && binomial.pmf(n + 1) == 0)
        if n <= 7 {
            #expect(abs((0...n).map(binomial.pmf).reduce(0, +) - 1) < 1e-14)
            for k in 0...n {
                #expect(abs(binomial.cdf(k) - (0...k).map(binomial.pmf).reduce(0, +)) < 1e-14)
            }
        }
    }

    @Test(
        "of shares are 0 and 1 where none and all are counted",
        arguments: [1, 2, 10, 1000, 1_000_000])
    func shares(_ n: Int) throws {
        let fixture = try FunctionFixture()
        for function in ["clopper_pearson_lower(0, \(n))", "wilson_lower(0, \(n))"] {
            #expect(try fixture.number("SELECT \(function)") == 0, "\(function)")
        }
        for function in [
            "clopper_pearson_upper(\(n), \(n))", "wilson_upper(1, \(n))", "upper_share_bound(\(n), \(n))",
        ] {
            #expect(try fixture.number("SELECT \(function)") == 1, "\(function)")
        }
        #expect(try fixture.number("SELECT sign_test_p(0, \(n))") ?? -1 >= 0)
    }

    @Test(
        "medians of infinities are what lies between, or undefined",
        arguments: [
            ([-Double.infinity, .infinity], nil), ([-.infinity, 3], -.infinity), ([3, .infinity], .infinity),
            ([-.infinity, -.infinity, .infinity, .infinity], nil),
            ([-.infinity, 0, .infinity], 0), ([-.infinity, -.infinity], -.infinity),
            ([.infinity], .infinity), ([], nil), ([-.infinity, 1, 2, .infinity], 1.5),
        ] as [([Double], Double?)])
    func medians(_ values: [Double], _ want: Double?) throws {
        #expect(values.median == want)
        let fixture = try FunctionFixture()
        try fixture.execute("CREATE TABLE v (x REAL)")
        for value in values {
            let literal = value.isInfinite ? (value > 0 ? "9e999" : "-9e999") : "\(value)"
            try fixture.execute("INSERT INTO v VALUES (\(literal))")
        }
        #expect(try fixture.number("SELECT median(x) FROM v") == want)
        #expect(try fixture.number("SELECT quantile(x, 0.5) FROM v") == want)
    }
}
