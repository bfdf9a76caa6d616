import GRDB
import Testing

@testable import LogariumStore

@Suite("Scalar SQL functions, by their ReferenceCase")
struct ScalarReferenceCaseTests {
    /// The reference's function as an expression over its inputs.
    private static let expressions: [String: (sql: String, inputs: [String])] = [
        "norm_cdf": ("normal_cdf(?)", ["x"]),
        "norm_ppf": ("normal_quantile(?)", ["p"]),
        "t_sf": ("t_upper_tail(?, ?)", ["t", "df"]),
        "t_ppf": ("t_quantile(?, ?)", ["p", "df"]),
        "chi2_sf": ("chi2_upper_tail(?, ?)", ["x", "df"]),
        "chi2_ppf": ("chi2_quantile(?, ?)", ["p", "df"]),
        "f_sf": ("f_upper_tail(?, ?, ?)", ["x", "d1", "d2"]),
        "beta_ppf": ("beta_quantile(?, ?, ?)", ["p", "a", "b"]),
        "inc_beta": ("beta_cdf(?, ?, ?)", ["x", "a", "b"]),
        "binom_cdf_half": ("beta_upper_tail(0.5, ?1 + 1, ?2 - ?1)", ["k", "n"]),
    ]

    @Test(
        "agree with every ReferenceCase of a distribution",
        arguments: ReferenceCase.all(in: "13_special_functions").filter { $0.function != "lgamma" })
    func distribution(_ test: ReferenceCase) throws {
        let (sql, inputs) = try #require(Self.expressions[test.function], "no SQL for \(test.function)")
        let value = try FunctionFixture().number("SELECT \(sql)", inputs.map { test.inputs[$0].number })
        #expect(test.agrees(value, test.expected["value"].number), "\(String(describing: value))")
    }

    /// The reference's expected values, by function and key, as expressions over its inputs.
    private static let bounds: [String: [String: [String]]] = [
        "wilson": [
            "ci": ["wilson_lower(1e0 * :successes / :n, :n)", "wilson_upper(1e0 * :successes / :n, :n)"]
        ],
        "clopper_pearson": [
            "ci": ["clopper_pearson_lower(:successes, :n)", "clopper_pearson_upper(:successes, :n)"],
            "upper_one_sided": ["upper_share_bound(:successes, :n)"],
        ],
        "direction_counts": [
            "p_sign": ["sign_test_p(:up, :down)"],
            "upper95_share_up": ["upper_share_bound(:up, :up + :down + :flat)"],
            "wilson_share_down": [
                "wilson_lower(1e0 * :down / (:up + :down + :flat), :up + :down + :flat)",
                "wilson_upper(1e0 * :down / (:up + :down + :flat), :up + :down + :flat)",
            ],
        ],
        "nll_from_logodds": [
            "nll_match": ["softplus(-:logodds)"],
            "nll_other": ["softplus(:logodds)"],
        ],
        "invert_loss": ["exact_nll_other": ["softplus(:logodds)"]],
    ]

    @Test(
        "agree with every ReferenceCase of a bound, a sign test or a loss",
        arguments: ["01_per_example", "04_uncertainty", "10_aggregation"].flatMap(ReferenceCase.all)
            .filter { bounds[$0.function] != nil && $0.inputs["conf"].number ?? 0.95 == 0.95 })
    func bound(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        for (key, expressions) in try #require(Self.bounds[test.function]) {
            let expected = test.expected[key].numbers ?? expressions.map { _ in test.expected[key].number }
            for (expression, want) in zip(expressions, expected) {
                let value = try fixture.number(expression, named: test.inputs)
                #expect(test.agrees(value, want), "\(expression): \(String(describing: value))")
            }
        }
    }
}
