/// Lines of one metric on one axis as a panel: dots at every state, bands, gaps, the even rule.
struct LinePanel {
    let cast: LineCast
    var title = ""
    var badge: String?
    /// More marks, below the lines.
    var background: [Mark] = []
    /// Values that the y scale must hold beside the lines'.
    var including: [Double] = []
    /// Thin lines in a member's colour: the tests behind a mean, by the line's index.
    var tests: [Int: [PointLine]] = [:]
    /// Where a line turns, by the line's index.
    var turning: [Int: Double] = [:]

    init(_ cast: LineCast) { self.cast = cast }

    var panel: Panel? {
        guard let first = cast.members.first?.line ?? cast.refused.first else { return nil }
        let drawn = cast.members.map(\.line) + cast.shaded + cast.refused + tests.values.joined()
        let states = drawn.flatMap(\.states)
        let xs = Array(Set(states.map(\.x))).sorted()
        let values =
            states.flatMap { [$0.mean, $0.low, $0.high, $0.ownMean].compactMap { $0 } } + including
            + baselines.map(\.value)
        return Panel(
            title: title, badge: badge,
            x: Axis(
                "\(first.axis.title), \(first.axis.scaleName) scale", .coordinates(first.axis, xs),
                format: .count, ticks: xs),
            y: Axis(first.metric.title, first.metric.scale(values), format: first.metric.format),
            marks: background + first.metric.evenRule + baselines.map(rule) + thin + apart
                + cast.members.enumerated().map { .line(mark($1, $0)) })
    }

    /// Lines without a name, and the tests behind a mean.
    private var thin: [Mark] {
        let shaded = cast.shaded.map { thin($0, LineStyle(.muted)) }
        let tests = cast.members.enumerated().flatMap { place, member in
            (self.tests[place] ?? []).map { thin($0, LineStyle(member.style.paint)) }
        }
        return shaded + tests
    }

    private func thin(_ line: PointLine, _ style: LineStyle) -> Mark {
        let states = line.states.map { LineMark.State(x: $0.x, y: $0.mean, tooltip: "") }
        return .line(LineMark(name: line.task, style: style, states: states, isThin: true))
    }

    /// States that no line may join, each by itself.
    private var apart: [Mark] {
        let dots = cast.refused.flatMap { line in
            line.states.compactMap { state -> Dot? in
                guard let mean = state.ownMean, mean.isFinite else { return nil }
                return Dot(
                    x: state.x, y: mean, style: LineCast.refusedStyle,
                    tooltip: """
                        \(MarkupText.isolated(line.task)), \(line.axis.title) \(NumberText.count.text(state.x)): not comparable (\(line.refusal))
                        \(line.metric.title) of its own examples: \(line.metric.format.text(mean))
                        """)
            }
        }
        return dots.isEmpty ? [] : [.points(dots)]
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
        let nInfinite = lines.flatMap(\.states).count {
            ($0.record.number("n_inf") ?? 0) > 0 && $0.mean == nil
        }
        let nBaselines = lines.count { $0.baseline != nil }
        return [
            nBaselines > 0
                ? "\(nBaselines) of \(lines.count) lines have a state at step 0: a baseline beside the line, in no fit."
                : nil,
            nInfinite > 0 ? "\(nInfinite) states have infinite values and no mean." : nil,
        ].compactMap { $0 }
    }
}
