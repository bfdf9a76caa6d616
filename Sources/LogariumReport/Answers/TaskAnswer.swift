import LogariumCharts
import LogariumCore
import LogariumStatistics

/// One test's rows of `trend`, a metric each, as an answer.
struct TaskAnswer {
    private let rows: [ChartTable.Record]
    private let main: ChartTable.Record
    private let axis: TrendAxis

    /// - Parameter rows: of one line; the log-odds speak first, then what there is.
    init?(_ rows: [ChartTable.Record], along axis: TrendAxis) {
        let told = rows.filter { !$0["direction"].isNull }
        // Where there are choices the text's own loss is left to the charts; without choices it is all there is.
        let compared = told.filter { $0.text("metric") != "nll_raw" }
        self.rows = compared.isEmpty ? told : compared
        guard
            let main = self.rows.first(where: { $0.text("metric") == "logodds" }) ?? self.rows.first
                ?? rows.first
        else { return nil }
        (self.main, self.axis) = (main, axis)
    }

    func answer(for subject: String, isLone: Bool, nOthers: Int) -> Answer {
        let sign = AnswerSign(of: main)
        let probability = rows.first { $0.text("metric") == "p_match" }
        let hasChange = ![.refused, .unchanged].contains(sign)
        return Answer(
            subject: subject, isLone: isLone, axis: axis, sign: sign, scope: scope(sign),
            change: hasChange ? AnswerText.cell(probability, main, "total_change") : "",
            place: AnswerText.place(main), sentence: sentence(sign, nOthers: nOthers),
            weight: [.undecided, .refused].contains(sign)
                ? 0 : (probability?.number("total_change") ?? 0).magnitude)
    }

    /// Whether the sign is also the law's, of checkpoints like these.
    private var isLaw: Bool { main.text("systematic")?.hasPrefix("systematic") ?? false }

    private func scope(_ sign: AnswerSign) -> String {
        switch sign {
        case .rises, .falls: isLaw ? "law" : ""
        case .risesThenFalls, .fallsThenRises: main.isTrue("alarm") ? "red flag" : ""
        case .refused: main.text("reason")?.words ?? "no stderr"
        default: ""
        }
    }

    private func sentence(_ sign: AnswerSign, nOthers: Int) -> String {
        guard sign != .refused else {
            return "Nothing is claimed: \(main.text("reason")?.words ?? "there is no standard error")."
        }
        var sentences = [clauses(sign), law(sign)]
        if let turn = main.number("x_turning"), [.risesThenFalls, .fallsThenRises].contains(sign) {
            sentences.insert("It turns at \(axis.title) \(NumberText.count.text(turn)).", at: 1)
        }
        if let warning = main.text("warning") { sentences.append("Warning: \(warning).") }
        if nOthers > 0 { sentences.append("\(nOthers.of("more line")): see the figures.") }
        return sentences.compactMap { $0 }.joined(separator: " ")
    }

    /// Metrics that do the same are told together.
    private func clauses(_ sign: AnswerSign) -> String {
        var parts: [(verb: String, items: [String])] = []
        for row in rows {
            let verb = Self.verb(AnswerSign(of: row), row)
            let change = AnswerText.change(
                row, ("total_change", "low", "high"), AnswerText.metric(row))
            let item = AnswerText.name(row) + (change.isEmpty || change == "0" ? "" : " \(change)")
            if let place = parts.firstIndex(where: { $0.verb == verb }) {
                parts[place].items.append(item)
            } else {
                parts.append((verb, [item]))
            }
        }
        let text = parts.map { "\($0.verb): \($0.items.joined(separator: ", "))" }.joined(separator: "; ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private static func verb(_ sign: AnswerSign, _ row: ChartTable.Record) -> String {
        switch sign {
        case .rises, .falls, .risesThenFalls, .fallsThenRises, .turnsBothWays, .mixed: sign.meaning
        case .flat:
            "shown to change by less than \(NumberText.short.text(AnswerText.metric(row)?.sesoi))"
        case .unchanged: "no example moved"
        case .undecided: "undecided"
        case .refused: "nothing is claimed"
        }
    }

    /// What the states as a sample say, beside what they are.
    private func law(_ sign: AnswerSign) -> String? {
        let states = Int(main.number("m") ?? 0)
        guard sign != .unchanged else { return nil }
        guard let law = main.text("systematic") else {
            return states < 4 ? "\(states.of("state")) are too few for a law." : nil
        }
        let p = NumberText.p(main.number("law_p"))
        guard law.hasPrefix("systematic") else {
            return "Not shown to be systematic, with the checkpoints as a sample (\(p))."
        }
        let lawSign: AnswerSign = law == "systematic increase" ? .rises : .falls
        return lawSign == sign
            ? "Systematic: with the checkpoints as a sample too (\(p))."
            : "With the checkpoints as a sample the \(AnswerText.name(main)) \(lawSign.meaning) (\(p))."
    }
}
