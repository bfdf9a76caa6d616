import LogariumCore
import Testing

@Suite("The trend of any line")
struct TrendPropertyTests {
    @Test("does not move with what is added to every value", arguments: DrawnLine.all)
    func shift(_ line: DrawnLine) throws {
        let (plain, shifted) = (try line.shape(), try line.shape { $0 + 3.7 })
        #expect(plain.label == shifted.label && plain.direction.label == shifted.direction.label)
        #expect(isClose(plain.direction.change.value, shifted.direction.change.value))
        #expect(isClose(plain.direction.change.standardError, shifted.direction.change.standardError))
        #expect(isClose(plain.uShaped.p, shifted.uShaped.p) && isClose(plain.pFlat, shifted.pFlat))
    }

    @Test("has no unit", arguments: DrawnLine.all, [1e-6, 0.3, 1e5])
    func scale(_ line: DrawnLine, _ unit: Double) throws {
        let (plain, scaled) = (try line.shape(), try line.shape(sesoi: 0.2 * unit) { $0 * unit })
        #expect(plain.label == scaled.label && plain.direction.label == scaled.direction.label)
        #expect(isClose(plain.direction.change.value * unit, scaled.direction.change.value, absolute: 0))
        #expect(isClose(plain.direction.pTwoSided, scaled.direction.pTwoSided))
        #expect(isClose(plain.invertedU.p, scaled.invertedU.p) && isClose(plain.pFlat, scaled.pFlat))
        let noise = try line.states().noiseToExplain(.direction, x: line.x, sesoi: 0.2)
        let scaledNoise = try line.states { $0 * unit }.noiseToExplain(
            .direction, x: line.x, sesoi: 0.2 * unit)
        #expect(isClose(try #require(noise) * unit, try #require(scaledNoise), absolute: 0))
    }

    @Test("is turned over with its values", arguments: DrawnLine.all)
    func negation(_ line: DrawnLine) throws {
        let (up, down) = (try line.shape(), try line.shape { -$0 })
        #expect(up.direction.label == Self.opposite(down.direction.label))
        #expect(up.label == Self.opposite(down.label))
        #expect(up.uShaped.p == down.invertedU.p && up.invertedU.p == down.uShaped.p)
        #expect(up.peak.p == down.valley.p && up.pFlat == down.pFlat && up.lawP == down.lawP)
        #expect(up.turningState == down.turningState)
    }

    @Test("read from right to left rises where it fell, and turns where it turned", arguments: DrawnLine.all)
    func reversal(_ line: DrawnLine) throws {
        let mirrored = try #require(
            StateCovariance(rows: line.rows.map { $0.reversed() }, clustering: Clustering(line.labels)))
        let forwards = try line.shape()
        let backwards = try #require(ShapeTest(mirrored, x: line.x.reversed().map { -$0 }, sesoi: 0.2))
        #expect(isClose(forwards.direction.change.value, -backwards.direction.change.value))
        #expect(isClose(forwards.uShaped.p, backwards.uShaped.p))
        #expect(isClose(forwards.invertedU.p, backwards.invertedU.p))
        #expect(isClose(forwards.peak.p, backwards.peak.p))
        let isMonotone = [.increasing, .decreasing].contains(forwards.label)
        #expect(backwards.label == (isMonotone ? Self.opposite(forwards.label) : forwards.label))
    }

    @Test("does not change with the unit and the origin of x", arguments: DrawnLine.all)
    func axis(_ line: DrawnLine) throws {
        let plain = try line.shape()
        let stretched = try #require(
            ShapeTest(line.states(), x: line.x.map { 1000 + 7 * $0 }, sesoi: 0.2))
        #expect(plain.label == stretched.label)
        #expect(isClose(plain.direction.change.value, stretched.direction.change.value))
        #expect(isClose(plain.direction.pTwoSided, stretched.direction.pTwoSided))
    }

    @Test("learns nothing from copies of its examples inside their clusters", arguments: DrawnLine.all)
    func copies(_ line: DrawnLine) throws {
        let once = try line.states()
        let thrice = try #require(
            StateCovariance(
                rows: line.rows.flatMap { [$0, $0, $0] },
                clustering: Clustering(line.labels.flatMap { [$0, $0, $0] })))
        #expect(once.clusters == thrice.clusters)
        for (a, b) in zip(
            try #require(once.covariance).joined(), try #require(thrice.covariance).joined())
        {
            #expect(isClose(a, b))
        }
    }

    @Test("between two states is the clustered mean of the differences", arguments: DrawnLine.all)
    func difference(_ line: DrawnLine) throws {
        let last = line.x.count - 1
        let change = try #require(line.states().change(from: 0, to: last))
        let paired = try #require(
            PairedDifference(
                line.rows.map { $0[last] }, line.rows.map { $0[0] }, clustering: Clustering(line.labels)))
        #expect(isClose(change.value, paired.difference.mean))
        #expect(isClose(change.standardError, try #require(paired.difference.standardError)))
        #expect(change.degreesOfFreedom == paired.difference.degreesOfFreedom)
        if line.x.count == 2 { #expect(isClose(try line.shape().direction.change.value, change.value)) }
    }

    @Test("only weakens under checkpoint noise", arguments: DrawnLine.turning)
    func noise(_ line: DrawnLine) throws {
        let plain = try line.shape()
        let noisy = try #require(
            ShapeTest(line.states().adding(modelVariance: 0.04), x: line.x, sesoi: 0.2))
        #expect(noisy.direction.pTwoSided >= plain.direction.pTwoSided)
        #expect(noisy.uShaped.p >= plain.uShaped.p && noisy.invertedU.p >= plain.invertedU.p)
        #expect(noisy.peak.p >= plain.peak.p && noisy.valley.p >= plain.valley.p)
        #expect(noisy.direction.change.value == plain.direction.change.value)
    }

    @Test(
        "is degenerate where all examples share the change, whatever its rounding", arguments: DrawnLine.all)
    func sharedChange(_ line: DrawnLine) throws {
        let rows = line.rows.map { row in line.x.map { row[0] + 0.1 * $0 } }
        let states = try #require(StateCovariance(rows: rows, clustering: Clustering(line.labels)))
        let direction = try #require(DirectionTest(states, x: line.x, sesoi: 0.2))
        #expect(direction.change.isDegenerate)
        #expect(try #require(states.change(from: 0, to: 1)).isDegenerate)
        #expect(try #require(states.standardErrors)[0] > 0)
        #expect(!(try line.shape()).direction.change.isDegenerate)
    }

    @Test("of examples that do not move is unchanged: neither flat nor a change of 1e-18")
    func isUnchanged() throws {
        let values = (0..<7).map { Double($0) / 7 + 0.05 }
        let rows = values.map { value in [value, value, value] }
        let states = try #require(StateCovariance(rows: rows, clustering: Clustering(singletons: rows.count)))
        let shape = try #require(ShapeTest(states, x: [1, 2, 3.7], sesoi: 0.05))
        #expect(shape.label == .unchanged)
        #expect(shape.direction.label == .unchanged)
        #expect(shape.direction.change.value == 0)
        let moved = try #require(
            StateCovariance(
                rows: rows.map { [$0[0], $0[1] + 1e-9, $0[2]] },
                clustering: Clustering(singletons: rows.count)))
        #expect(try #require(ShapeTest(moved, x: [1, 2, 3.7], sesoi: 0.05)).label != .unchanged)
    }

    private static func opposite(_ label: DirectionLabel) -> DirectionLabel {
        switch label {
        case .increasing: .decreasing
        case .decreasing: .increasing
        case .trivialIncrease: .trivialDecrease
        case .trivialDecrease: .trivialIncrease
        case .flat, .inconclusive, .unchanged: label
        }
    }

    private static func opposite(_ label: ShapeLabel) -> ShapeLabel {
        switch label {
        case .increasing: .decreasing
        case .decreasing: .increasing
        case .uShaped: .invertedU
        case .invertedU: .uShaped
        case .nonMonotone, .flat, .inconclusive, .unchanged: label
        }
    }
}
