/// Every kind of chart. A new case must be given its type below: the compiler asks for it.
public enum ChartKind: String, Sendable, CaseIterable {
    case coverage, trend, scale, twin, heatmap, reversal, pairs, forecast, `protocol`, overclaiming, smooth

    public var chart: any Chart.Type {
        switch self {
        case .coverage: CoverageChart.self
        case .trend: TrendChart.self
        case .scale: ScaleChart.self
        case .twin: TwinChart.self
        case .heatmap: HeatmapChart.self
        case .reversal: ReversalChart.self
        case .pairs: PairsChart.self
        case .forecast: ForecastChart.self
        case .protocol: ProtocolChart.self
        case .overclaiming: OverclaimingChart.self
        case .smooth: SmoothChart.self
        }
    }

    /// By its own name, or by that of a query it draws.
    ///
    /// - Throws: `ChartError.noSuchChart`.
    public init(named name: String) throws {
        guard let kind = ChartKind(rawValue: name) ?? ChartKind(drawing: name) else {
            throw ChartError.noSuchChart(name: name, known: Self.allCases.map(\.rawValue))
        }
        self = kind
    }

    /// The kind that draws a query's answer; nil: none does.
    public init?(drawing query: String) {
        guard let kind = Self.byQuery[query] else { return nil }
        self = kind
    }

    /// Names of the queries that are drawn, sorted.
    public static var drawnQueries: [String] { byQuery.keys.sorted() }

    private static let byQuery: [String: ChartKind] = [
        "trend": .trend, "trend_points": .trend, "reversals": .reversal, "forecast": .forecast,
        "coverage": .coverage,
        "movers": .pairs, "compare": .protocol, "overclaiming": .overclaiming, "smooth_vs_jagged": .smooth,
        "disagreement": .twin,
    ]

    /// What it shows, in a phrase.
    public var summary: String {
        switch self {
        case .coverage: "which checkpoints have which tasks"
        case .trend:
            "a metric along an axis, one line per model or step, behaviors as the mean of their tests"
        case .scale: "a metric against model size with the baseline of a uniform guess"
        case .twin: "mean probability beside fraction exceeding, marked where they disagree"
        case .heatmap: "change of log-odds, tests by checkpoints, with each test's fitted change"
        case .reversal: "a line that turns, with its arms and the noise it would take"
        case .pairs: "probability per example, one checkpoint against another"
        case .protocol: "the same items put two ways, or to two checkpoints: a dumbbell a pair"
        case .overclaiming: "claims of true and false things, AUC and criterion along an axis"
        case .smooth: "accuracy lines beside the perplexity lines of the same tasks"
        case .forecast: "the next state with its interval, and the last one forecast from the others"
        }
    }
}
