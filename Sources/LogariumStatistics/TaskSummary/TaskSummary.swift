import Glibc

/// What one checkpoint did on one task: both headline metrics, and everything left out counted
/// (docs/statistics.md 1.2, aggregates).
public struct TaskSummary: Sendable, Equatable {
    /// Examples that entered, status `ok`.
    public let count: Int
    public let nExcluded: Int
    /// Mean p_match. Nil without examples, as everything below.
    public let meanP: Proportion?
    /// Mean credit. May lie on the other side of ½ than `meanP`: show both.
    public let fracExceed: Proportion?
    /// Share with full credit.
    public let fracStrict: Double?
    /// Share with split credit: above 1 % is a warning.
    public let fracTied: Double?
    /// +∞ where an example has p = 0: those are shown by `nInfinite`, not dropped.
    public let meanNLL: Double?
    public let nInfinite: Int
    /// Over the examples with a finite NLL.
    public let meanNLLFinite: Double?
    /// ±∞ where examples are. Nil also where both +∞ and −∞ occur.
    public let meanLogodds: Double?
    public let medianLogodds: Double?
    public let meanBrier: Double?

    /// exp(−mean NLL)
    public var geometricMeanP: Double? { meanNLL.map { exp(-$0) } }

    /// A mean in [0, 1], over all examples and balanced over answer positions.
    public struct Proportion: Sendable, Equatable {
        /// Over all, clustered.
        public let all: ClusteredMean
        /// The mean of each label's examples, by label; empty without labels.
        public let byLabel: [String: Double]

        /// The mean over labels of the labels' means: a model that always leans to (A) gets ½. Nil without labels.
        public var balanced: Double? { byLabel.sorted { $0.key < $1.key }.map(\.value).mean }

        init?(_ values: [Double], labels: [String?], clustering: Clustering) {
            guard let all = ClusteredMean(values, clustering: clustering) else { return nil }
            var groups: [String: [Double]] = [:]
            for case (let value, let label?) in zip(values, labels) {
                groups[label, default: []].append(value)
            }
            self.all = all
            byLabel = groups.compactMapValues(\.mean)
        }
    }

    /// One example of a summary.
    public struct Example: Sendable, Equatable {
        /// Nil where the status is not `ok`.
        public var logodds: Double?
        /// Split credit. Nil takes it from the sign of the log-odds, right for two choices.
        public var credit: Double?
        /// Position or wording of the matching answer (A, B, Yes, No), for balancing.
        public var label: String?
        /// Nil puts the example into a cluster of its own.
        public var cluster: String?

        public init(
            logodds: Double?, credit: Double? = nil, label: String? = nil, cluster: String? = nil
        ) {
            self.logodds = logodds
            self.credit = credit
            self.label = label
            self.cluster = cluster
        }
    }

    public init(_ examples: [Example]) {
        let included = examples.filter { $0.logodds != nil }
        let logodds = included.compactMap { $0.logodds.map(LogOdds.init) }
        let credits = zip(included, logodds).map { $0.credit ?? $1.exceeds }
        let nll = logodds.map(\.nll)
        let labels = included.map(\.label)
        let clustering = Clustering(connecting: [included.map(\.cluster)], examples: included.count)
        count = included.count
        nExcluded = examples.count - included.count
        meanP = Proportion(logodds.map(\.probability), labels: labels, clustering: clustering)
        fracExceed = Proportion(credits, labels: labels, clustering: clustering)
        fracStrict = credits.map { $0 == 1 ? 1.0 : 0 }.mean
        fracTied = credits.map { $0 > 0 && $0 < 1 ? 1.0 : 0 }.mean
        meanNLL = nll.mean
        nInfinite = nll.count(where: \.isInfinite)
        meanNLLFinite = nll.filter(\.isFinite).mean
        meanLogodds = logodds.map(\.value).mean
        medianLogodds = logodds.map(\.value).median
        meanBrier = logodds.map(\.brier).mean
    }
}
