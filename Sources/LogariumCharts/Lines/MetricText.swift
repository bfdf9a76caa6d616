import LogariumStatistics

/// A metric of the trend queries, in words and on a scale.
struct MetricText {
    /// As the warehouse calls it: `logodds`, `p_match`, `credit`, `nll`, …
    let name: String

    /// As an answer has it; nil where it has none.
    private let unit: String?

    init(_ name: String, unit: String? = nil) { (self.name, self.unit) = (name, unit) }

    var title: String {
        metric?.label ?? "mean \(name)"
    }

    /// Without its unit.
    var shortTitle: String { metric?.shortLabel ?? name }

    private var metric: Metric? { Metric.named(name) }

    /// Between 0 and 1.
    var isProbability: Bool {
        metric.map { $0.range == 0...1 } ?? (unit == Metric.Unit.share.rawValue)
    }

    var format: NumberText { isProbability ? .probability : .short }

    /// A scale that holds the values: the whole of 0 to 1 for probabilities, so that charts can be compared.
    func scale(_ values: [Double]) -> Scale {
        if isProbability { return .probability }
        // An interval may reach below what the metric can be.
        let possible = metric?.isLoss == true ? values.map { max(0, $0) } : values
        return .linear(around: possible, including: name == "logodds" ? [0] : [])
    }

    /// Where the behavior and its opposite are as likely.
    var evenRule: [Mark] {
        if name == "logodds" { return [.rule(Rule(.y(0), label: "even"))] }
        return isProbability && metric?.isOfBehavior == true ? [.rule(Rule(.y(0.5), label: "50 %"))] : []
    }
}
