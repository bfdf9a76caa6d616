/// The exact null distribution of Kendall's S for n untied values.
public struct KendallNull: Sendable, Equatable {
    public let count: Int
    /// Mahonian numbers: how many of the n! orders have 0, 1, … n(n−1)/2 inversions.
    public let ordersByInversions: [Int]

    /// Largest n whose n! fits.
    private static let largest = 20

    /// Nil unless n is in 1…20.
    public init?(count n: Int) {
        guard (1...Self.largest).contains(n) else { return nil }
        count = n
        var orders = [1]
        for k in stride(from: 2, through: n, by: 1) {
            orders = (0..<(orders.count + k - 1)).map { inversions in
                let least = max(0, inversions - k + 1)
                return orders[least..<max(least, min(inversions + 1, orders.count))].reduce(0, +)
            }
        }
        ordersByInversions = orders
    }

    /// P(|S*| ≥ |S|). The smallest for n = 3, 4, 5: .333, .0833, .0167.
    public func pTwoSided(s: Int) -> Double {
        let pairs = count * (count - 1) / 2
        var extreme = 0
        for (inversions, orders) in ordersByInversions.enumerated()
        where abs(pairs - 2 * inversions) >= abs(s) {
            extreme += orders
        }
        return Double(extreme) / Double(ordersByInversions.reduce(0, +))
    }
}
