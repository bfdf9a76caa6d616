/// One axis of a panel.
public struct Axis: Sendable {
    /// What it measures, with the unit.
    public var title: String
    public var scale: Scale
    public var format: NumberText
    /// Coordinates that must be among the ticks, as the sizes of the models on it; nil: round numbers.
    public var ticks: [Double]?

    public init(_ title: String, _ scale: Scale, format: NumberText = .short, ticks: [Double]? = nil) {
        (self.title, self.scale, self.format, self.ticks) = (title, scale, format, ticks)
    }

    /// Every coordinate that must be there, with its word; nil: the ticks are round numbers.
    var measured: [(value: Double, text: String)]? {
        ticks.map { ticks in zip(ticks, format.texts(of: ticks)).map { ($0, $1) } }
    }

    /// Places and words of the ticks.
    ///
    /// - Parameter count: how many there may be at most.
    func marks(atMost count: Int) -> [(value: Double, text: String)] {
        if case .category(let names) = scale { return names.enumerated().map { (Double($0), $1) } }
        let values = (ticks ?? scale.ticks(atMost: count)).thinned(to: count)
        return zip(values, format.texts(of: values)).map { ($0, $1) }
    }
}

extension Array {
    /// At most `count` of them, evenly chosen, the first and the last among them.
    func thinned(to count: Int) -> [Element] {
        guard self.count > count, count > 1 else {
            return count < 1 ? [] : Array(prefix(Swift.max(count, self.count <= count ? self.count : 1)))
        }
        return (0..<count).map { self[$0 * (self.count - 1) / (count - 1)] }
    }
}
