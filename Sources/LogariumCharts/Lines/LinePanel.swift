/// Lines of one metric on one axis as a panel: dots at every state, bands, gaps, the even rule.
struct LinePanel {
    let cast: LineCast
    var title = ""
    var badge: String?
    /// More marks, below the lines.
    var background: [Mark] = []
    /// Values that the y scale must hold beside the lines'.
    var including: [Double] = []
    /// Where a line turns, by the line's index.
    var turning: [Int: Double] = [:]

    init(_ cast: LineCast) { self.cast = cast }

    var panel: Panel? {
        guard let first = cast.members.first?.line else { return nil }
        let states = cast.members.flatMap(\.line.states)
        let xs = Array(Set(states.map(\.x))).sorted()
        let values =
            states.flatMap { [$0.mean, $0.low, $0.high].compactMap { $0 } } + including
            + baselines.map(\.value)
        return Panel(
            title: title, badge: badge,
            x: Axis(
                "\(first.axis.title), \(first.axis.scaleName) scale", .coordinates(first.axis, xs),
                format: .count,
                ticks: xs.count <= 12 ? xs : nil),
            y: Axis(first.metric.title, first.metric.scale(values), format: first.metric.format),
            marks: background + first.metric.evenRule + baselines.map(rule)
                + cast.members.enumerated().map { .line(mark($1, $0)) })
    }

    /// Of few lines: more would hide them.
    private var baselines: [(name: String, value: Double)] {
        let own = cast.members.compactMap { member in member.line.baseline.map { (member.name, $0) } }
        return own.count <= 3 ? own : []
    }

    private func rule(_ baseline: (name: String, value: Double)) -> Mark {
        .rule(
            Rule(
                .y(baseline.value),
                label: cast.members.count == 1 ? "step 0" : "step 0, \(MarkupText.isolated(baseline.name))"))
    }

    private func mark(_ member: LineCast.Member, _ index: Int) -> LineMark {
        LineMark(
            name: member.name, style: member.style,
            states: member.line.states.map { state in
                var drawn = LineMark.State(
                    x: state.x, y: state.mean, low: state.low, high: state.high,
                    tooltip: tooltip(member, state))
                drawn.isTurning = turning[index] == state.x
                return drawn
            })
    }

    private func tooltip(_ member: LineCast.Member, _ state: PointLine.State) -> String {
        let line = member.line
        let format = line.metric.format
        let tests = state.nTests > 1 ? " of \(state.nTests) tests" : ""
        let examples = state.nExamples.map { ", \(NumberText.count.text($0)) examples\(tests)" } ?? ""
        return """
            \(MarkupText.isolated(member.name)), \(line.axis.title) \(NumberText.count.text(state.x))
            \(line.metric.title): \(format.text(state.mean, state.low, state.high))\(examples)
            """
    }

    /// Notes that every chart of lines needs.
    static func notes(_ lines: [PointLine]) -> [String] {
        let nRefused = lines.count { $0.states.allSatisfy { $0.mean == nil } }
        let nInfinite = lines.flatMap(\.states).count {
            ($0.record.number("n_inf") ?? 0) > 0 && $0.mean == nil
        }
        let nBaselines = lines.count { $0.baseline != nil }
        return [
            nBaselines > 0
                ? "\(nBaselines) of \(lines.count) lines have a state at step 0: a baseline beside the line, in no fit."
                : nil,
            nRefused > 0 ? "\(nRefused) of \(lines.count) lines are refused (see the column reason)." : nil,
            nInfinite > 0 ? "\(nInfinite) states have infinite values and no mean." : nil,
        ].compactMap { $0 }
    }
}
