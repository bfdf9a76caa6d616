/// Something drawn in a panel. A new case must be given a rendering everywhere: the compiler asks for it.
public enum Mark: Sendable {
    /// States joined in their order, with dots and a band.
    case line(LineMark)
    case points([Dot])
    case cells([Cell])
    /// Intervals along x or y, each with its estimate.
    case intervals([Interval], Direction)
    case rule(Rule)
    case labels([Label])

    public enum Direction: Sendable { case horizontal, vertical }

    /// Whether no datum is drawn by it.
    var isEmpty: Bool {
        switch self {
        case .line(let line): line.pieces.isEmpty
        case .points(let dots): dots.isEmpty
        case .cells(let cells): cells.isEmpty
        case .intervals(let intervals, _): intervals.isEmpty
        case .rule, .labels: true
        }
    }
}

/// A trend line: every state is a dot, a state without a value a gap.
public struct LineMark: Sendable {
    public var name: String
    public var style: LineStyle
    public var states: [State]
    /// One of many that another mark sums up: drawn thin, without dots and bands.
    public var isThin = false

    public struct State: Sendable {
        public var x: Double
        /// Nil or infinite: nothing to draw, and the line is broken here.
        public var y: Double?
        public var low: Double?
        public var high: Double?
        public var tooltip: String
        /// Drawn with a ring: where the line turns.
        public var isTurning = false

        public init(x: Double, y: Double?, low: Double? = nil, high: Double? = nil, tooltip: String) {
            (self.x, self.y, self.low, self.high, self.tooltip) = (x, y, low, high, tooltip)
        }
    }

    public init(name: String, style: LineStyle, states: [State], isThin: Bool = false) {
        (self.name, self.style, self.states, self.isThin) = (name, style, states, isThin)
    }

    /// The runs of neighbouring states that have a value.
    var pieces: [[State]] {
        states.split { !($0.y?.isFinite ?? false) }.map(Array.init)
    }
}

public struct Dot: Sendable {
    public var x: Double
    public var y: Double
    public var style: LineStyle
    public var tooltip: String

    public init(x: Double, y: Double, style: LineStyle, tooltip: String) {
        (self.x, self.y, self.style, self.tooltip) = (x, y, style, tooltip)
    }
}

/// A square of a heat map, at a place of two categorical axes.
public struct Cell: Sendable {
    public var column: Int
    public var row: Int
    public var paint: Paint
    /// Short text inside, where it fits; what the colour says must not be said by colour alone.
    public var text: String
    public var tooltip: String

    public init(column: Int, row: Int, paint: Paint, text: String = "", tooltip: String) {
        (self.column, self.row, self.paint, self.text, self.tooltip) = (column, row, paint, text, tooltip)
    }
}

public struct Interval: Sendable {
    /// The place on the axis that the interval does not run along.
    public var at: Double
    public var low: Double?
    public var high: Double?
    public var estimate: Double?
    public var style: LineStyle
    public var tooltip: String

    public init(
        at: Double, low: Double?, high: Double?, estimate: Double?, style: LineStyle, tooltip: String
    ) {
        (self.at, self.low, self.high) = (at, low, high)
        (self.estimate, self.style, self.tooltip) = (estimate, style, tooltip)
    }
}

/// A straight line for reference: a baseline, 50 %, zero, equality.
public struct Rule: Sendable {
    public enum Place: Sendable, Equatable {
        case y(Double)
        case x(Double)
        /// y = x.
        case diagonal
    }

    public var place: Place
    public var label: String
    public var isDashed: Bool

    public init(_ place: Place, label: String = "", isDashed: Bool = true) {
        (self.place, self.label, self.isDashed) = (place, label, isDashed)
    }
}

/// Words at a place.
public struct Label: Sendable {
    public var x: Double
    public var y: Double
    public var text: String

    public init(x: Double, y: Double, text: String) { (self.x, self.y, self.text) = (x, y, text) }
}
