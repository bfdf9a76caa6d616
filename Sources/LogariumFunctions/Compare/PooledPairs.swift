import LogariumStatistics

/// The pairs of runs of two checkpoints on the tasks of one behavior under one metric, pooled.
///
/// Where more of it is better in some tasks and worse in others, the latter are turned, and what cannot be turned is left
/// out. A family of tasks enters as the mean of its pairs with the mean of their standard errors, as if one sample.
struct PooledPairs {
    let weighting: DifferencePool.Weighting
    let pool: DifferencePool
    let isTurned: Bool
    let nUnoriented: Int
    let nUndefined: Int
    let nTasks: Int
    private let nCommon: Int
    private let nUnion: Int
    private let clusters: Int
    /// Nil where tasks are turned: then a mean of values says nothing.
    private let valueA: Double?
    private let valueB: Double?

    /// One a weighting; none where fewer than two families have a standard error.
    static func all(_ rows: [ComparisonRow]) -> [PooledPairs] {
        let senses = Set(rows.compactMap { $0.a?.moreIs.text })
        let isTurned = senses.count > 1 && rows.first?.metric.flatMap(Metric.named)?.isOfBehavior == true
        let members = rows.map { Member($0, isTurned: isTurned) }
        let families = Dictionary(grouping: members.filter { $0.estimate != nil }, by: \.family)
            .sorted { $0.key < $1.key }.compactMap { Family($0.value) }
        guard families.count > 1 else { return [] }
        return DifferencePool.Weighting.allCases.compactMap {
            PooledPairs(families, of: members, isTurned: isTurned, $0)
        }
    }

    private init?(
        _ families: [Family], of members: [Member], isTurned: Bool, _ weighting: DifferencePool.Weighting
    ) {
        guard let pool = DifferencePool(families.map(\.test), weighting) else { return nil }
        (self.weighting, self.pool, self.isTurned, nTasks) = (weighting, pool, isTurned, families.count)
        nUnoriented = members.count { $0.sign == nil }
        nUndefined = members.count { $0.sign != nil && $0.estimate == nil }
        nCommon = families.reduce(0) { $0 + $1.test.count }
        nUnion = families.reduce(0) { $0 + $1.nUnion }
        clusters = families.reduce(0) { $0 + $1.test.clusters }
        func mean(_ value: (Family) -> Double) -> Double? {
            isTurned ? nil : zip(pool.weights, families).reduce(0) { $0 + $1.0 * value($1.1) }
        }
        (valueA, valueB) = (mean(\.valueA), mean(\.valueB))
    }

    /// In the order of `RunPair.fields`.
    var cells: [SQLValue] {
        [
            SQLValue(nCommon), SQLValue(nUnion), SQLValue(clusters), SQLValue(valueA), SQLValue(valueB),
            .null,
            SQLValue(pool.difference), SQLValue(pool.standardError), .null, .null,
        ]
    }

    /// What follows the cells of a pair in a row of `run_comparison`.
    var end: [SQLValue] {
        [
            SQLValue(pool.degreesOfFreedom), .null, .text(isTurned ? "better" : "as scored"),
            SQLValue(nUnoriented), SQLValue(nUndefined), .null, .null, .null,
        ]
    }

    private struct Member {
        let family: SQLValue
        let pair: RunPair?
        /// Nil: it cannot be said what more of it means.
        let sign: Double?
        let estimate: (difference: Double, standardError: Double)?

        init(_ row: ComparisonRow, isTurned: Bool) {
            family = row.a?.family ?? .null
            pair = row.pair
            let moreIs = row.a?.moreIs.text
            let sign: Double? = !isTurned || moreIs == "better" ? 1 : moreIs == "worse" ? -1 : nil
            self.sign = sign
            if let sign, let difference = row.pair?.difference, let stderr = difference.standardError {
                estimate = (sign * difference.mean, stderr)
            } else {
                estimate = nil
            }
        }
    }

    private struct Family {
        let test: DifferencePool.Test
        let nUnion: Int
        let valueA: Double
        let valueB: Double

        /// Nil without members.
        init?(_ members: [Member]) {
            let pairs = members.compactMap(\.pair)
            let estimates = members.compactMap(\.estimate)
            guard let nCommon = pairs.map(\.nCommon).min(), let clusters = pairs.compactMap(\.clusters).min(),
                let nUnion = pairs.map(\.nUnion).max(), let difference = estimates.map(\.difference).mean,
                let stderr = estimates.map(\.standardError).mean,
                let valueA = pairs.compactMap(\.meanA).mean, let valueB = pairs.compactMap(\.meanB).mean
            else { return nil }
            test = DifferencePool.Test(
                difference: difference, standardError: stderr, count: nCommon, clusters: clusters)
            (self.nUnion, self.valueA, self.valueB) = (nUnion, valueA, valueB)
        }
    }
}
