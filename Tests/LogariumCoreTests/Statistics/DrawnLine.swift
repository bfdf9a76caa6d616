import LogariumCore
import Testing

/// A line of examples drawn at random, for properties that hold for every line. One seed makes one line.
struct DrawnLine: CustomTestStringConvertible, Sendable {
    let seed: UInt64
    let x: [Double]
    let rows: [[Double]]
    let labels: [Int]

    var testDescription: String { "line \(seed): \(x.count) states, \(rows.count) examples" }

    /// Rising, falling, turning and flat ones, of two to seven states.
    static let all = (1...40).map { DrawnLine(seed: UInt64($0)) }
    static let turning = all.filter { $0.x.count > 2 }

    init(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let states = 2 + generator.below(6)
        let examples = 8 + generator.below(40)
        let (slope, curve) = (generator.standardNormal() / 2, generator.standardNormal() / 2)
        self.seed = seed
        x = (0..<states).map { Double($0) + Double(generator.below(5)) / 10 }
        labels = (0..<examples).map { _ in generator.below(examples / 2) }
        let middle = Double(states - 1) / 2
        rows = (0..<examples).map { _ in
            let own = 1.5 * generator.standardNormal()
            return (0..<states).map { state in
                let distance = Double(state) - middle
                return own + slope * distance + curve * distance * distance / 2
                    + 0.4 * generator.standardNormal()
            }
        }
    }

    func states(_ change: (Double) -> Double = { $0 }) throws -> StateCovariance {
        try #require(
            StateCovariance(rows: rows.map { $0.map(change) }, clustering: Clustering(labels)))
    }

    func shape(sesoi: Double = 0.2, _ change: (Double) -> Double = { $0 }) throws -> ShapeTest {
        try #require(ShapeTest(states(change), x: x, sesoi: sesoi))
    }
}

/// Equal but for rounding.
func isClose(_ a: Double, _ b: Double, relative: Double = 1e-7, absolute: Double = 1e-12) -> Bool {
    a == b || abs(a - b) <= absolute + relative * max(abs(a), abs(b))
}
