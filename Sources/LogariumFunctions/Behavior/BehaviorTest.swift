import LogariumStatistics

/// A test of a behavior: its line over the states that it has, and how it changes.
struct BehaviorTest {
    /// Unique in its team, and for people.
    let key: String
    let name: String
    /// Means over the lines of a family, in order of x.
    let points: [Point]
    let change: Double
    let isStrictlyRising: Bool
    let isStrictlyFalling: Bool
    /// Of its change; nil for a question, and where a line has none above 0.
    let standardError: Double?
    let pRise: Double?
    let pFall: Double?
    /// Adjusted for the tests of its team (Benjamini and Hochberg 1995); set when all are known.
    var pAdjusted: Double?

    struct Point {
        let place: BehaviorLine.Place
        let scaledX: Double
        let y: Double
    }

    /// - Parameters:
    ///   - lines: of one test, each with its points.
    ///   - spreads: standard error and degrees of freedom of each; nil of a test that has none of its own.
    init(key: String, name: String, lines: [[Point]], spreads: [(Double?, Double?)]?) {
        self.key = key
        self.name = name
        let gathered = Dictionary(grouping: lines.joined(), by: \.place)
        points = gathered.map { place, points in
            Point(
                place: place, scaledX: points.map(\.scaledX).mean ?? .nan, y: points.map(\.y).mean ?? .nan)
        }
        .sorted { ($0.scaledX, $0.place.twin) < ($1.scaledX, $1.place.twin) }
        let x = points.map(\.scaledX)
        let slope = StateRegression(x: x, y: points.map(\.y))?.slope ?? 0
        let fitted = slope * ((x.max() ?? 0) - (x.min() ?? 0))
        // What is left of equal values by rounding is no change.
        change = abs(fitted) < 1e-12 ? 0 : fitted
        let steps = zip(points.dropFirst(), points).map { $0.y - $1.y }
        isStrictlyRising = !steps.isEmpty && steps.allSatisfy { $0 > 0 }
        isStrictlyFalling = !steps.isEmpty && steps.allSatisfy { $0 < 0 }
        let errors = (spreads ?? []).compactMap(\.0)
        let mean = errors.count == (spreads ?? []).count ? errors.mean : nil
        standardError = mean.flatMap { $0 > 0 ? $0 : nil }
        let freedom = (spreads ?? []).compactMap(\.1).min()
        let distribution = freedom.flatMap { StudentT(degreesOfFreedom: $0) }
        if let standardError, let distribution {
            pRise = distribution.upperTail(change / standardError)
            pFall = distribution.cdf(change / standardError)
        } else {
            (pRise, pFall) = (nil, nil)
        }
    }
}

extension [BehaviorTest] {
    /// With p-values adjusted for their number.
    var adjusted: [BehaviorTest] {
        let tested = indices.filter { self[$0].pRise != nil }
            .sorted { self[$0].key.utf8.lexicographicallyPrecedes(self[$1].key.utf8) }
        let p = tested.map { 2 * Swift.min(self[$0].pRise ?? 1, self[$0].pFall ?? 1) }
        var tests = self
        for (index, value) in zip(tested, MultipleTesting.benjaminiHochberg(p)) {
            tests[index].pAdjusted = value
        }
        return tests
    }
}
