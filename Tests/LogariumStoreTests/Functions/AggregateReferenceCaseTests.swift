import Testing

@testable import LogariumStore

@Suite("SQL aggregates")
struct AggregateReferenceCaseTests {
    private func points(_ test: ReferenceCase) throws -> FunctionFixture {
        let fixture = try FunctionFixture()
        let rows = zip(try test.numbers("x"), try test.numbers("y")).map { [$0, $1] }
        try fixture.table("point", ["x", "y"], rows.reversed())
        return fixture
    }

    @Test(
        "of states agree with every ReferenceCase",
        arguments: ReferenceCase.all(in: "06_trend_state").filter {
            ["ols", "rank_trend"].contains($0.function)
        })
    func regression(_ test: ReferenceCase) throws {
        let fixture = try points(test)
        let names =
            test.function == "ols"
            ? [("ols_slope", "slope"), ("ols_slope_stderr", "se_slope"), ("ols_slope_p", "p")]
            : [
                ("kendall_tau", "kendall_tau_b"), ("spearman_rho", "spearman_rho"),
                ("theil_sen", "theil_sen_slope"),
                // Exact where the case has it.
                (
                    "mann_kendall_p",
                    test.expected["mk_p_exact"].number == nil ? "exact_above_eight" : "mk_p_exact"
                ),
            ]
        for (function, key) in names where key != "exact_above_eight" {
            let value = try fixture.number("SELECT \(function)(x, y) FROM point")
            #expect(
                test.agrees(value, test.expected[key].number), "\(function): \(String(describing: value))")
        }
    }

    @Test(
        "quantile and median agree with every ReferenceCase",
        arguments: ReferenceCase.all(in: "05_rng_bootstrap").filter { $0.function == "quantile7" })
    func quantile(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        try fixture.table("value", ["x"], try test.numbers("values").map { [$0] })
        let q = test.inputs["q"].number
        let value = try fixture.number("SELECT quantile(x, ?) FROM value", [q])
        #expect(test.agrees(value, test.expected["value"].number))
        #expect(
            try fixture.number("SELECT median(x) FROM value")
                == fixture.number("SELECT quantile(x, 0.5) FROM value"))
    }

    @Test(
        "checkpoint_noise_adjacent agrees with every ReferenceCase",
        arguments: ReferenceCase.all(in: "06_trend_state").filter { $0.function == "adjacent_noise" })
    func adjacentNoise(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let rows = try test.numbers("y").enumerated().map { [Double($0), $1] }
        try fixture.table("checkpoint", ["step", "mean"], rows.reversed())
        let variance = try fixture.number("SELECT checkpoint_noise_adjacent(step, mean) FROM checkpoint")
        #expect(test.agrees(variance, test.expected["var"].number))
    }

    @Test(
        "logsumexp agrees with every ReferenceCase of a choice's raw loss",
        arguments: ReferenceCase.all(in: "01_per_example").filter {
            $0.function == "choice_metrics" && $0.expected["status"].text == "ok"
        })
    func logSumExp(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let matching = try test.numbers("match").map { Int($0) }
        let logprobs = try test.numbers("logprobs")
        try fixture.table("choice", ["x"], Set<Int>(matching).map { [logprobs[$0]] })
        let value = try fixture.number("SELECT -logsumexp(x) FROM choice")
        #expect(test.agrees(value, test.expected["nll_raw"].number))
    }

    @Test(
        "forecast agrees with every ReferenceCase",
        arguments: ReferenceCase.all(in: "08_curves").filter { $0.function == "forecast" })
    func forecast(_ test: ReferenceCase) throws {
        let got = try #require(
            try points(test).json("SELECT forecast(x, y, ?) FROM point", [test.inputs["x0"].number]))
        for (name, key) in [
            ("prediction", "pred"), ("stderr", "se_pred"), ("low", "lo"), ("high", "hi"), ("df", "df"),
        ] {
            #expect(test.agrees(got[name].number, test.expected[key].number), "\(name)")
        }
        for (name, key) in [
            ("prediction", "pred"), ("low", "lo"), ("high", "hi"), ("actual", "actual"), ("error", "error"),
            ("z", "z"), ("inside", "inside"), ("naive_error", "naive_error"), ("skill", "skill"),
        ] {
            let value = got["backtest_" + name].number
            #expect(test.agrees(value, test.expected["backtest"][key].number), "\(name)")
        }
        #expect(got["claimable"].number == (try test.numbers("x").count >= 5 ? 1 : 0))
    }

    @Test(
        "meta_analysis agrees with every ReferenceCase",
        arguments: ReferenceCase.all(in: "10_aggregation").filter { $0.function == "meta_analysis" })
    func pooled(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let rows = zip(try test.numbers("effect"), try test.numbers("var")).map { [$0, $1] }
        try fixture.table("test", ["effect", "variance"], rows)
        let got = try #require(try fixture.json("SELECT meta_analysis(effect, variance) FROM test"))
        let want = test.expected
        let widening = max(1, want["REML"]["hk_q"].number?.squareRoot() ?? 1)
        let pairs: [(String, Double?)] = [
            ("k", want["k"].number), ("mean", want["REML"]["mu"].number),
            ("stderr", want["REML"]["se"].number.map { $0 * widening }), ("tau2", want["tau2_REML"].number),
            ("q", want["Q"].number), ("q_p", want["p_Q"].number), ("i2", want["I2"].number),
            ("prediction_low", want["REML"]["pi_k2"].numbers?[0]),
            ("share_positive", want["REML"]["share_positive"].number), ("dl_mean", want["DL"]["mu"].number),
            ("dl_tau2", want["tau2_DL"].number), ("fixed_mean", want["fixed"]["mu"].number),
            ("fixed_stderr", want["fixed"]["se"].number),
        ]
        for (name, value) in pairs { #expect(test.agrees(got[name].number, value), "\(name)") }
        if widening > 1 {
            #expect(test.agrees(got["low"].number, want["REML"]["ci_hk"].numbers?[0] ?? nil))
        }
    }

    @Test(
        "curve_matching agrees with every ReferenceCase, and claims nothing below five tasks",
        arguments: ReferenceCase.all(in: "09_permutation").filter { $0.function == "curve_matching" })
    func matching(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        let (accuracy, nll) = (try test.matrix("acc"), try test.matrix("nll"))
        let rows = accuracy.indices.flatMap { task in
            accuracy[task].indices.map { [Double(task), Double($0), accuracy[task][$0], nll[task][$0]] }
        }
        try fixture.table("curve", ["task", "state", "accuracy", "nll"], rows)
        let got = try #require(
            try fixture.json(
                "SELECT curve_matching('t' || CAST(task AS INTEGER), state, accuracy, nll) FROM curve"))
        guard accuracy.count >= 5 else {
            #expect(got["reason"].text == "fewer than 5 tasks")
            #expect(got["p"].number == nil)
            return
        }
        for (name, key) in [
            ("statistic", "M"), ("p", "p"), ("null_mean", "mean_under_null"), ("n_rank_1", "n_top1"),
            ("permutations", "perms"),
        ] {
            #expect(test.agrees(got[name].number, test.expected[key].number), "\(name)")
        }
        let ranks = accuracy.indices.map { got["rank"]["t\($0)"].number }
        #expect(ranks == test.expected["partner_rank"].numbers)
    }

    @Test(
        "signal_detection and auc agree with every ReferenceCase",
        arguments: ReferenceCase.all(in: "03_signal_detection"))
    func detection(_ test: ReferenceCase) throws {
        let fixture = try FunctionFixture()
        if test.function == "auc" {
            let rows = try test.numbers("pos").map { [$0, 1] } + test.numbers("neg").map { [$0, 0] }
            try fixture.table("score", ["score", "is_positive"], rows)
            let value = try fixture.number("SELECT auc(score, is_positive) FROM score")
            return #expect(test.agrees(value, test.expected["auc"].number))
        }
        let cells: [(String, [Double])] = [
            ("hit", [1, 1]), ("miss", [0, 1]), ("false_alarm", [1, 0]), ("correct_rejection", [0, 0]),
        ]
        let rows = cells.flatMap { name, row in
            [[Double]](repeating: row, count: Int(test.inputs[name].number ?? 0))
        }
        try fixture.table("claim", ["said_yes", "is_true"], rows)
        let got = try #require(
            try fixture.json("SELECT signal_detection(said_yes, is_true, said_yes - 0.5) FROM claim"))
        #expect(got["status"].text == test.expected["status"].text)
        for (name, key) in [
            ("hit_rate", "H_raw"), ("false_alarm_rate", "F_raw"), ("d_prime", "d_prime"), ("criterion", "c"),
            ("balanced_accuracy", "balanced_accuracy"),
        ] {
            #expect(test.agrees(got[name].number, test.expected[key].number), "\(name)")
        }
        if got["status"].text == "ok" {
            #expect(test.agrees(got["claim_minus_truth"].number, test.expected["claim_minus_truth"].number))
            #expect(test.agrees(got["auc"].number, test.expected["balanced_accuracy"].number))
        }
    }
}
