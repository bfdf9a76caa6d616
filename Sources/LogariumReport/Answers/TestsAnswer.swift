import LogariumCharts
import LogariumCore
import LogariumStatistics

/// A behavior of several tests: the rows of `behavior_trend` of one set of lines, a metric each, as an answer.
struct TestsAnswer {
    private let rows: [ChartTable.Record]
    private let main: ChartTable.Record
    private let axis: TrendAxis

    init?(_ rows: [ChartTable.Record], along axis: TrendAxis) {
        guard let main = rows.first(where: { $0.text("metric") == "logodds" }) ?? rows.first else {
            return nil
        }
        (self.rows, self.main, self.axis) = (rows, main, axis)
    }

    /// Whether it rests on more than one test, so that counts say something.
    var hasSeveralTests: Bool { count("n_tests") > 1 }

    func answer(for subject: String, nOthers: Int) -> Answer {
        let sign = AnswerSign(ofTests: main)
        let probability = rows.first { $0.text("metric") == "p_match" }
        return Answer(
            subject: subject, isLone: false, axis: axis, sign: sign, scope: scope(sign),
            change: sign == .refused ? "" : AnswerText.cell(probability, main, "mean_change"),
            place: AnswerText.place(main), sentence: sentence(sign, nOthers: nOthers),
            weight: [.undecided, .refused].contains(sign)
                ? 0 : (probability?.number("mean_change") ?? 0).magnitude)
    }

    private func count(_ column: String) -> Int { Int(main.number(column) ?? 0) }

    private func scope(_ sign: AnswerSign) -> String {
        let (rising, falling, all) = (count("n_rising_beyond"), count("n_falling_beyond"), count("n_tests"))
        switch sign {
        case .refused: return main.text("reason")?.words ?? "no test"
        case .rises where rising == all, .falls where falling == all:
            return all == 1 ? "1 test" : "all \(all) tests"
        case .flat: return all.of("test")
        default:
            let moved = [rising > 0 ? "\(rising)↑" : nil, falling > 0 ? "\(falling)↓" : nil].compactMap { $0 }
            return (moved + [moved.isEmpty ? all.of("test") : "of \(all.of("test"))"]).joined(separator: " ")
        }
    }

    private func sentence(_ sign: AnswerSign, nOthers: Int) -> String {
        guard sign != .refused else {
            return "Nothing is claimed: \(main.text("reason")?.words ?? "no test has a line")."
        }
        let name = AnswerText.name(main)
        let band = NumberText.short.text(main.number("sesoi"))
        var sentences = [
            """
            Of \(count("n_tests")) tests the \(name) rises in \(count("n_rising")) and falls in \(count("n_falling")), by more than \
            \(band) in \(count("n_rising_beyond")) and \(count("n_falling_beyond")).
            """
        ]
        sentences += [bound, means, law].compactMap { $0 }
        if let warning = main.text("warning") { sentences.append("Warning: \(warning).") }
        if nOthers > 0 { sentences.append("\(nOthers.of("more line")): see the figures.") }
        return sentences.joined(separator: " ")
    }

    /// What the number of tests bounds.
    private var bound: String? {
        guard let rising = main.number("share_rising_upper"), let falling = main.number("share_falling_upper")
        else { return nil }
        let percent = { (share: Double) in NumberText.short.text((share * 1000).rounded() / 10) + " %" }
        return
            "Of tests like these at most \(percent(rising)) rise and \(percent(falling)) fall (95 % bounds)."
    }

    /// Means over the tests; their intervals are over tests like these.
    private var means: String? {
        let parts = rows.compactMap { row -> String? in
            guard ["p_match", "credit"].contains(row.text("metric")), let mean = row.number("mean_change")
            else { return nil }
            let name = AnswerText.name(row)
            guard let low = row.number("mean_low"), let high = row.number("mean_high"), low >= -1, high <= 1
            else {
                return "\(name) \(AnswerText.signed(mean, .probability)) (too few tests to judge others by)"
            }
            let change = AnswerText.change(
                row, ("mean_change", "mean_low", "mean_high"), AnswerText.metric(row))
            let band = AnswerText.metric(row)?.sesoi ?? 0
            let verdict =
                low > -band && high < band
                ? ", within \(NumberText.probability.text(band))" : low <= 0 && high >= 0 ? ", undecided" : ""
            return "\(name) \(change)\(verdict)"
        }
        return parts.isEmpty ? nil : "Mean change over tests like these: \(parts.joined(separator: "; "))."
    }

    /// Of the mean line, with the states as the sample: another scope than that of the tests.
    private var law: String? {
        guard let p = main.number("mean_law_p") else { return nil }
        let verb = main.number("mean_change") ?? 0 > 0 ? "rises" : "falls"
        return p < 0.05
            ? "The mean of these tests \(verb) systematically, with the checkpoints as a sample (\(NumberText.p(p)))."
            : "The mean of these tests is not shown to move systematically (\(NumberText.p(p)))."
    }
}
