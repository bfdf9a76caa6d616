/// Mean probability beside fraction exceeding: the two can rise and fall apart.
public enum TwinChart: Chart {
    public static let questions = [Question("trend_points", ["metric": "p_match,credit"])]

    /// One figure per task and axis, two panels each, those that disagree first.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let pairs = try answers.lines().filter { ["p_match", "credit"].contains($0.metric.name) }
            .grouped { "\($0.task)\u{1F}\($0.axis.rawValue)" }
            .compactMap { figure($0.members) }
        return pairs.filter(\.disagrees).map(\.figure) + pairs.filter { !$0.disagrees }.map(\.figure)
    }

    private static func figure(_ lines: [PointLine]) -> (figure: Figure, disagrees: Bool)? {
        let (means, shares) = (lines.of("p_match"), lines.of("credit"))
        guard let first = means.first, !shares.isEmpty else { return nil }
        let findings = disagreements(means, shares)
        let casts = LineCast.shared(by: [means, shares])
        let panels = casts.enumerated().compactMap { place, cast -> Panel? in
            var panel = LinePanel(cast)
            panel.title = MetricText(place == 0 ? "p_match" : "credit").shortTitle
            panel.badge = findings.isEmpty ? nil : "they disagree"
            var drawn = panel.panel
            drawn?.y.title = ""
            return drawn
        }
        let figure = Figure(
            title: MarkupText.isolated(first.task),
            subtitle:
                "The mean probability of the behavior, and the share of items where it is the most probable.",
            notes: findings + casts[0].notes + LinePanel.notes(lines), panels: panels,
            legend: casts[0].legend,
            table: lines.table([
                "axis", "task", "model", "n_params", "train_step", "rlhf_step", "seed", "protocol", "metric",
                "x", "mean",
                "low", "high", "n_common", "direction", "reason",
            ]))
        return (figure, !findings.isEmpty)
    }

    private static func disagreements(_ means: [PointLine], _ shares: [PointLine]) -> [String] {
        let partners = Dictionary(shares.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = means.compactMap { mean in partners[mean.key].map { (mean, $0) } }
        let nSides = pairs.reduce(0) { $0 + sides($1.0, $1.1) }
        let nOpposed = pairs.count { isOpposed($0.record.text("direction"), $1.record.text("direction")) }
        return [
            nSides > 0
                ? "\(nSides.of("state")) on opposite sides of 50 % in the two panels, one of the two surely (95 %)."
                : nil,
            nOpposed > 0 ? "\(nOpposed.of("line")) with a rise in one panel and a fall in the other." : nil,
        ].compactMap { $0 }
    }

    private static func sides(_ mean: PointLine, _ share: PointLine) -> Int {
        let partners = Dictionary(share.states.map { ($0.x, $0) }, uniquingKeysWith: { first, _ in first })
        return mean.states.count { state in
            guard let partner = partners[state.x], let left = state.mean, let right = partner.mean else {
                return false
            }
            return (left - 0.5) * (right - 0.5) < 0 && (state.isSureOfSide || partner.isSureOfSide)
        }
    }

    private static func isOpposed(_ left: String?, _ right: String?) -> Bool {
        Set([left, right]) == ["increasing", "decreasing"]
    }
}

extension PointLine.State {
    /// Whether the interval leaves one half out.
    fileprivate var isSureOfSide: Bool {
        guard let low, let high else { return false }
        return low > 0.5 || high < 0.5
    }
}

extension [PointLine] {
    func of(_ metric: String) -> [PointLine] { filter { $0.metric.name == metric } }
}
