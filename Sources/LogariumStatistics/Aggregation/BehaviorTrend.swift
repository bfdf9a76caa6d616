/// Whether all of a behaviour's tests rise or fall over one axis, with what their number bounds
/// (docs/statistics.md 4). A test is one question, without a standard error of its own.
///
/// "All fall" is never said without `upperShareRising`: prompting shows presence, not absence.
public struct BehaviorTrend: Sendable, Equatable {
    /// The fitted change of each test over the range of x, in the order given.
    public let changes: [Double]
    /// Over tests, clustered.
    public let meanChange: ClusteredMean
    /// By sign of the change.
    public let signs: DirectionCounts
    /// Beyond ±band, and within.
    public let beyondBand: DirectionCounts
    public let nStrictlyIncreasing: Int
    public let nStrictlyDecreasing: Int
    /// By sign of each cluster's mean change; equals `signs` where every test is its own cluster.
    public let clusterSigns: DirectionCounts
    /// The shape of the mean line. Nil for one cluster, or where x is not ascending.
    public let meanShape: ShapeTest?

    public var allFalling: Bool { signs.down == signs.total }

    /// The one-sided upper bound of the share of such tests that rises. Its n is the number of clusters.
    public func upperShareRising(confidence: Double = 0.95) -> Double? {
        clusterSigns.upperShareUp(confidence: confidence)
    }

    /// The tests that rise most, largest first, as indices from 0.
    public func worstTests(_ count: Int = 3) -> [Int] {
        Array(changes.indices.sorted { (-changes[$0], $0) < (-changes[$1], $1) }.prefix(count))
    }

    /// - Parameters:
    ///   - rows: one row a test, one value a state, k × m; oriented so that a rise is more of the behaviour.
    ///   - x: one coordinate a state.
    ///   - band: changes up to it count as flat; also the smallest effect of interest of `meanShape`.
    ///   - clustering: of the tests that paraphrase each other.
    ///
    /// Nil without tests, for fewer than two distinct x, or when a value is not finite.
    public init?(rows: [[Double]], x: [Double], band: Double, clustering: Clustering? = nil) {
        let clustering = clustering ?? Clustering(singletons: rows.count)
        guard let weights = changeWeights(x: x), rows.allSatisfy({ $0.count == x.count }) else { return nil }
        let changes = rows.map { dotProduct(weights, $0) }
        guard let meanChange = ClusteredMean(changes, clustering: clustering) else { return nil }
        self.changes = changes
        self.meanChange = meanChange
        signs = DirectionCounts(changes: changes)
        beyondBand = DirectionCounts(changes: changes, band: band)
        clusterSigns = DirectionCounts(changes: clustering.sums(of: changes))
        nStrictlyIncreasing = rows.count { row in zip(row, row.dropFirst()).allSatisfy { $0 < $1 } }
        nStrictlyDecreasing = rows.count { row in zip(row, row.dropFirst()).allSatisfy { $0 > $1 } }
        meanShape = StateCovariance(rows: rows, clustering: clustering).flatMap {
            ShapeTest($0, x: x, sesoi: band)
        }
    }
}
