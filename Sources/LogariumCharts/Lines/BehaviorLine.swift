import LogariumStatistics

extension PointLine {
    /// The lines of a behavior's tests as one: the plain mean over the tests, state by state.
    ///
    /// A state that some test lacks has no mean, since other tests would fake a movement. The interval counts the
    /// questions and takes the tests as fixed: stderr = √Σ stderr² / tests (docs/statistics.md 2).
    ///
    /// - Parameter lines: of one metric and of equal coordinates, at least one.
    init?(averaging lines: [PointLine]) {
        guard let first = lines.first else { return nil }
        guard lines.count > 1 else {
            self = first
            return
        }
        let byX = lines.map {
            Dictionary($0.states.map { ($0.x, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let xs = Set(lines.flatMap { $0.states.map(\.x) }).sorted()
        self.init(
            axis: first.axis, task: first.measure, metric: first.metric,
            states: xs.compactMap { x in State(averaging: byX.map { $0[x] }, x: x) }, record: first.record)
    }

    private init(
        axis: TrendAxis, task: String, metric: MetricText, states: [State], record: ChartTable.Record
    ) {
        (self.axis, self.task, self.metric) = (axis, task, metric)
        (self.states, self.record) = (states, record)
    }
}

extension PointLine.State {
    private static let normalQuantile = 1.959963984540054

    /// - Parameter states: of every test; nil where a test lacks it.
    fileprivate init?(averaging states: [PointLine.State?], x: Double) {
        guard let record = states.compactMap({ $0 }).first?.record else { return nil }
        let means = states.compactMap { $0?.mean }
        let mean = means.count == states.count ? means.reduce(0, +) / Double(means.count) : nil
        let stderrs = states.compactMap { $0?.stderr }
        let stderr =
            mean != nil && stderrs.count == states.count
            ? GroupStandardError(counts: stderrs.map { _ in 1 }, standardErrors: stderrs)?.macro : nil
        let counts = states.compactMap { $0?.nExamples }
        let reach = stderr.map { $0 * Self.normalQuantile }
        self.init(
            x: x, mean: mean, stderr: stderr, low: Self.sum(mean, reach.map { -$0 }),
            high: Self.sum(mean, reach),
            nExamples: counts.isEmpty ? nil : counts.reduce(0, +), nTests: states.count,
            record: record)
    }

    private static func sum(_ left: Double?, _ right: Double?) -> Double? {
        guard let left, let right else { return nil }
        return left + right
    }
}
