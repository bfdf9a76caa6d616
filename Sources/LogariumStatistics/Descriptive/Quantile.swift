extension [Double] {
    /// The quantile by linear interpolation of order statistics: type 7 of Hyndman & Fan (1996), the default
    /// of R and NumPy. Nil when empty, when `q` is outside [0, 1], and between −∞ and +∞.
    public func quantile(_ q: Double) -> Double? { sorted().quantileOfSorted(q) }

    /// The middle value, or the mean of the two middle ones. Nil when empty, and between −∞ and +∞.
    public var median: Double? { quantile(0.5) }

    /// `quantile` of values that are in ascending order already.
    func quantileOfSorted(_ q: Double) -> Double? {
        guard !isEmpty, q >= 0, q <= 1 else { return nil }
        let position = Double(count - 1) * q
        let below = Int(position)
        let fraction = position - Double(below)
        // Equal neighbours are not interpolated: ∞ − ∞ is undefined, ∞ itself is not.
        guard fraction > 0, self[below] != self[below + 1] else { return self[below] }
        guard self[below] > -.infinity else { return self[below + 1] < .infinity ? -.infinity : nil }
        return (self[below] + fraction * (self[below + 1] - self[below])).ifDefined
    }
}
