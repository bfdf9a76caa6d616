/// Answers to items whose truth is known: did the model claim it, and is it true?
public struct Claims: Sendable, Equatable {
    public struct Claim: Sendable, Equatable {
        /// 1 where the model claims it, 0 where not, between for a tie.
        public let yes: Double
        public let isTrue: Bool
        /// Log-odds of claiming it. Nil where unknown.
        public let score: Double?

        public init(yes: Double, isTrue: Bool, score: Double?) {
            self.yes = yes
            self.isTrue = isTrue
            self.score = score
        }
    }

    /// What the claims of one cluster add to every count.
    private struct Counts {
        var hits = 0.0
        var misses = 0.0
        var falseAlarms = 0.0
        var correctRejections = 0.0
    }

    public let claims: [Claim]
    public let clustering: Clustering
    private let counts: [Counts]
    /// The claims in order of their score. Empty where a score is unknown or NaN.
    private let ascending: [Ranked]

    private struct Ranked {
        let cluster: Int
        let isTrue: Bool
        /// Whether its score is above that of the claim before it.
        let isHigher: Bool
    }

    /// Nil where the clustering is of another number of claims.
    public init?(_ claims: [Claim], clustering: Clustering) {
        guard clustering.indices.count == claims.count else { return nil }
        self.claims = claims
        self.clustering = clustering
        counts = Self.counts(claims, clustering)
        ascending = Self.ascending(claims, clustering)
    }

    public static func == (left: Claims, right: Claims) -> Bool {
        left.claims == right.claims && left.clustering == right.clustering
    }

    /// Nil without claims.
    public var detection: SignalDetection? { claims.isEmpty ? nil : detection(of: Array(counts.indices)) }

    /// The share of pairs in which a true claim has the higher score. Nil where a score is unknown, or a class empty.
    public var auc: Double? { auc(of: Array(counts.indices)) }

    /// What whole clusters drawn with replacement leave uncertain; each interval by percentiles.
    public struct Intervals: Sendable, Equatable {
        public let auc: ConfidenceInterval?
        public let dPrime: ConfidenceInterval?
        public let criterion: ConfidenceInterval?
    }

    /// An interval is nil where its measure is, or where a resample has claims of one class only: too few clusters.
    public func bootstrap(resamples: Int = 10_000, seed: UInt64) -> Intervals {
        var replicates: (auc: [Double], dPrime: [Double], criterion: [Double]) = ([], [], [])
        _ = Bootstrap(units: counts.count, resamples: resamples, seed: seed) { drawn in
            if let auc = auc(of: drawn) { replicates.auc.append(auc) }
            if let measures = detection(of: drawn)?.measures {
                replicates.dPrime.append(measures.dPrime)
                replicates.criterion.append(measures.criterion)
            }
            return nil
        }
        func interval(_ values: [Double]) -> ConfidenceInterval? {
            guard values.count == resamples else { return nil }
            return Bootstrap(seed: seed, replicates: values).interval()
        }
        return Intervals(
            auc: interval(replicates.auc), dPrime: interval(replicates.dPrime),
            criterion: interval(replicates.criterion))
    }

    private func detection(of drawn: [Int]) -> SignalDetection? {
        let total = drawn.reduce(into: Counts()) { total, cluster in
            total.hits += counts[cluster].hits
            total.misses += counts[cluster].misses
            total.falseAlarms += counts[cluster].falseAlarms
            total.correctRejections += counts[cluster].correctRejections
        }
        return SignalDetection(
            hits: total.hits, misses: total.misses, falseAlarms: total.falseAlarms,
            correctRejections: total.correctRejections)
    }

    private func auc(of drawn: [Int]) -> Double? {
        var weights = [Double](repeating: 0, count: counts.count)
        for cluster in drawn { weights[cluster] += 1 }
        var (pairs, positives, negatives) = (0.0, 0.0, 0.0)
        // Of the claims of one score: half of their pairs with each other count.
        var (truths, falsehoods) = (0.0, 0.0)
        for claim in ascending {
            if claim.isHigher {
                pairs += truths * (negatives + falsehoods / 2)
                positives += truths
                negatives += falsehoods
                (truths, falsehoods) = (0, 0)
            }
            if claim.isTrue { truths += weights[claim.cluster] } else { falsehoods += weights[claim.cluster] }
        }
        pairs += truths * (negatives + falsehoods / 2)
        positives += truths
        negatives += falsehoods
        return positives > 0 && negatives > 0 ? pairs / (positives * negatives) : nil
    }

    private static func counts(_ claims: [Claim], _ clustering: Clustering) -> [Counts] {
        var counts = [Counts](repeating: Counts(), count: clustering.count)
        for (claim, cluster) in zip(claims, clustering.indices) {
            if claim.isTrue {
                counts[cluster].hits += claim.yes
                counts[cluster].misses += 1 - claim.yes
            } else {
                counts[cluster].falseAlarms += claim.yes
                counts[cluster].correctRejections += 1 - claim.yes
            }
        }
        return counts
    }

    private static func ascending(_ claims: [Claim], _ clustering: Clustering) -> [Ranked] {
        let scores = claims.compactMap(\.score)
        guard scores.count == claims.count, !scores.contains(where: \.isNaN) else { return [] }
        var last: Double?
        return scores.indices.sorted { scores[$0] < scores[$1] }.map { index in
            defer { last = scores[index] }
            return Ranked(
                cluster: clustering.indices[index], isTrue: claims[index].isTrue,
                isHigher: last.map { $0 < scores[index] } ?? false)
        }
    }
}
