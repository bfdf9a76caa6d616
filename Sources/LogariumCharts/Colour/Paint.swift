/// A colour by what it means. Which one it is depends on the theme.
public enum Paint: Sendable, Hashable {
    case ink, muted, grid, surface, warning
    /// A place in an order, such as model size: 0 (small) to `ordinalSteps - 1`.
    case ordinal(Int)
    /// One of several things without an order, such as series: 0 to `categories - 1`.
    case category(Int)
    /// Below or above zero: -5 to 5.
    case diverging(Int)
    /// None to all: 0 to `sequentialSteps - 1`.
    case sequential(Int)

    static let ordinalSteps = 9
    static let categories = 8
    static let divergingReach = 5
    static let sequentialSteps = 9

    /// The step of the ordinal ramp for one of `count` things in order.
    public static func ordinal(_ index: Int, of count: Int) -> Paint {
        .ordinal(count < 2 ? ordinalSteps / 2 : index * (ordinalSteps - 1) / (count - 1))
    }

    /// - Parameter reach: the magnitude at which the colour is strongest.
    public static func diverging(_ value: Double, reach: Double) -> Paint {
        guard reach > 0, !value.isNaN else { return .diverging(0) }
        let share = min(1, max(-1, value / reach))
        return .diverging(Int((share * Double(divergingReach)).rounded()))
    }

    /// - Parameter share: 0 to 1.
    public static func sequential(_ share: Double) -> Paint {
        .sequential(Int((min(1, max(0, share)) * Double(sequentialSteps - 1)).rounded()))
    }

    /// The paint of a text on top of it.
    var onTop: Paint {
        switch self {
        case .diverging(let step): abs(step) >= 4 ? .surface : .ink
        case .sequential(let step): step >= 5 ? .surface : .ink
        case .ordinal, .category, .ink, .warning: .surface
        case .muted, .grid, .surface: .ink
        }
    }

    /// The name of its CSS variable and class.
    var name: String {
        switch self {
        case .ink: "ink"
        case .muted: "muted"
        case .grid: "grid"
        case .surface: "surface"
        case .warning: "warning"
        case .ordinal(let step): "o\(step)"
        case .category(let place): "c\(place)"
        case .diverging(let step): step < 0 ? "dn\(-step)" : "dp\(step)"
        case .sequential(let step): "s\(step)"
        }
    }

    static let all: [Paint] =
        [.ink, .muted, .grid, .surface, .warning] + (0..<ordinalSteps).map { .ordinal($0) }
        + (0..<categories).map { .category($0) }
        + (-divergingReach...divergingReach).map { .diverging($0) }
        + (0..<sequentialSteps).map { .sequential($0) }
}
