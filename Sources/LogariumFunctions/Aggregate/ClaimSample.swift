import LogariumStatistics

/// Claims with their clusters, in an order of their own: any order of rows gives the same draws and the same sums.
struct ClaimSample {
    /// Of the bootstrap.
    static let seed: UInt64 = 1

    private var rows: [(claim: Claims.Claim, cluster: SQLValue)] = []

    /// - Parameter cluster: NULL: a cluster of its own.
    mutating func add(_ claim: Claims.Claim, _ cluster: SQLValue) { rows.append((claim, cluster)) }

    func count(isTrue: Bool) -> Int { rows.count { $0.claim.isTrue == isTrue } }

    /// Nil without rows.
    var claims: Claims? {
        let rows = rows.sorted { Self.precedes($0, $1) }
        let labels = rows.indices.map {
            rows[$0].cluster.isNull ? SQLValue.integer(Int64($0)) : rows[$0].cluster
        }
        return Claims(rows.map(\.claim), clustering: Clustering(labels))
    }

    private static func precedes(
        _ left: (claim: Claims.Claim, cluster: SQLValue), _ right: (claim: Claims.Claim, cluster: SQLValue)
    ) -> Bool {
        if left.cluster != right.cluster { return left.cluster < right.cluster }
        if left.claim.isTrue != right.claim.isTrue { return right.claim.isTrue }
        if left.claim.score != right.claim.score {
            return (left.claim.score ?? -.infinity) < (right.claim.score ?? -.infinity)
        }
        return left.claim.yes < right.claim.yes
    }
}
