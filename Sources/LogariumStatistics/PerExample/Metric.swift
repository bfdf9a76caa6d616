import Glibc

/// What a trend can be asked of: one entry here is a metric everywhere, in views, parameters, readers, titles and help.
///
/// To add one, add its entry; where it is made of a response's numbers also its column in the view `response_metric`, where
/// of its choices by a new score the score's column in `choice_score` and its place in `response_variant`.
public struct Metric: Sendable {
    public enum Unit: String, Sendable {
        case nats, probability, share
        /// Of a score that is no share.
        case number
    }

    /// Which tasks are asked it where no metric is named.
    public enum Usual: Sendable {
        /// Those with choices to compare.
        case ofChoices
        /// Those with one choice.
        case ofSingle
        case never
    }

    /// How it is made of a response.
    public enum Making: Sendable {
        /// Of the log-odds of matching against other choices; ok responses only.
        case logodds(@Sendable (Double) -> Double)
        /// The stored credit; ok responses only.
        case credit
        /// Of the log-sum-exp of the matching choices; alternative or not.
        case matching(@Sendable (Double) -> Double)
        /// Of that and the one of the others, which is nil where there are none.
        case sides(@Sendable (_ matching: Double, _ other: Double?) -> Double)
        /// Of the choices by a score that they have in the view `choice_score`; ok responses only.
        case choices(score: String, @Sendable (NormalisedChoice) -> Double)
        /// What a source scored, by its name and the filter that made it; not of the registry.
        case score(name: String, filter: String)
    }

    public let name: String
    /// A plainer word for it that is understood too; nil: none.
    public let alias: String?
    /// Of its mean, for people.
    public let label: String
    public let unit: Unit
    /// Smallest effect of interest on the total change, in its unit (docs/statistics.md 3.4).
    public private(set) var sesoi: Double
    public let usual: Usual
    public let making: Making
    /// Whether more of it is more of the behavior, or less: what turns with a task's more_is.
    public let isOfBehavior: Bool

    private init(
        _ name: String, _ label: String, _ unit: Unit, sesoi: Double, usual: Usual = .never, _ making: Making,
        isOfBehavior: Bool = true, alias: String? = nil
    ) {
        self.alias = alias
        (self.name, self.label, self.unit, self.sesoi) = (name, label, unit, sesoi)
        (self.usual, self.making, self.isOfBehavior) = (usual, making, isOfBehavior)
    }

    /// A score that a source gave, which may be any: its change is held to be small below .05 where it lies in 0 to 1; else
    /// nothing is, and `sesoi` is 0.
    ///
    /// - Parameters:
    ///   - isBounded: whether all values lie in 0 to 1.
    ///   - isBinary: whether all are 0 or 1, so that the mean is a share.
    public init(score: String, filter: String, name: String, isBounded: Bool, isBinary: Bool) {
        self.init(
            name, "mean \(name)", isBinary ? .share : .number, sesoi: isBounded ? 0.05 : 0,
            .score(name: score, filter: filter), isOfBehavior: false)
        isWithinOne = isBounded
    }

    /// Of a score: whether all of its values lie in 0 to 1.
    private var isWithinOne = false

    /// In the order in which answers have them.
    public static let all: [Metric] =
        [
            Metric("logodds", "mean log-odds (nats)", .nats, sesoi: 0.2, usual: .ofChoices, .logodds { $0 }),
            Metric(
                "p_match", "mean probability", .probability, sesoi: 0.05, usual: .ofChoices,
                .logodds { LogOdds($0).probability }, alias: "prob"),
            Metric(
                "credit", "fraction exceeding (share of items where it wins)", .share, sesoi: 0.05,
                usual: .ofChoices, .credit, alias: "acc"),
            Metric(
                "choice_mass", "mean probability of all choices together", .probability, sesoi: 0.05,
                .sides { exp($0) + ($1.map(exp) ?? 0) }, isOfBehavior: false),
            Metric(
                "nll", "mean −ln p (nats)", .nats, sesoi: 0.1, .logodds { LogOdds($0).nll }, alias: "loss"),
            Metric(
                "nll_raw", "mean −ln p of the text (nats)", .nats, sesoi: 0.1, usual: .ofSingle,
                .matching { -$0 }),
        ]
        + [
            ("per_token", "log-prob per token"), ("per_char", "log-prob per character"),
            ("per_byte", "log-prob per byte"), ("uncond", "log-prob less the unconditional one"),
        ].flatMap { variant, score in
            [
                Metric(
                    "p_match_\(variant)", "mean probability by \(score)", .probability, sesoi: 0.05,
                    .choices(score: variant, \.pMatch)),
                Metric(
                    "credit_\(variant)", "fraction exceeding by \(score)", .share, sesoi: 0.05,
                    .choices(score: variant, \.credit)),
            ]
        }

    private static let byName = Dictionary(
        uniqueKeysWithValues: all.flatMap { metric in
            [metric.name, metric.alias].compactMap { $0 }.map { ($0, metric) }
        })

    /// By its name or its alias.
    public static func named(_ name: String) -> Metric? { byName[name] }

    /// - Parameter names: parted by commas; nil: every one. What is no metric is left out.
    public static func all(named names: String?) -> [Metric] {
        guard let names = names?.split(separator: ",") else { return all }
        let asked = Set(names.compactMap { named(String($0))?.name })
        return all.filter { asked.contains($0.name) }
    }

    /// The label without its unit and its explanation.
    public var shortLabel: String {
        label.firstRange(of: " (").map { String(label[..<$0.lowerBound]) } ?? label
    }

    /// What its values lie between; nil: nothing bounds them.
    public var range: ClosedRange<Double>? {
        switch unit {
        case .nats: nil
        case .probability, .share: 0...1
        case .number: isWithinOne ? 0...1 : nil
        }
    }

    /// Whether it is a source's score and not of the registry.
    public var isScore: Bool { if case .score = making { true } else { false } }

    /// The choices' score that it is made of; nil where it is made of the response's numbers.
    public var score: String? { if case .choices(let score, _) = making { score } else { nil } }

    /// Whether none of its values is below 0, although nothing bounds them above: −ln p.
    public var isLoss: Bool { range == nil && name.hasPrefix("nll") }

    /// Whether a response without an alternative has it too.
    public var isOfOneSide: Bool {
        switch making {
        case .matching, .sides: true
        case .logodds, .credit, .choices, .score: false
        }
    }

    /// Whether it is asked where no metric is named.
    ///
    /// - Parameter single: of tasks with one choice, nothing to compare.
    public func isUsual(single: Bool) -> Bool {
        switch usual {
        case .ofChoices: !single
        case .ofSingle: single
        case .never: false
        }
    }

    /// - Parameter sesoi: nil: the metric's own.
    public func with(sesoi: Double?) -> Metric {
        var metric = self
        metric.sesoi = sesoi ?? self.sesoi
        return metric
    }
}
