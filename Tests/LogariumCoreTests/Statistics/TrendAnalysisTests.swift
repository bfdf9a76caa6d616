import LogariumCore
import Testing

@Suite("The analysis of a line")
struct TrendAnalysisTests {
    /// Four states that rise and then fall by 1, each known to ±.05.
    private func reversal() throws -> StateCovariance {
        let noise = (0..<4).map { a in (0..<4).map { a == $0 ? 0.0025 : 0 } }
        return try #require(
            StateCovariance(mean: [0, 0.5, 1, 0], covariance: noise, examples: 200, clusters: 200))
    }

    @Test("alarms at a reversal unless the checkpoint noise is known to be large enough for it")
    func alarm() throws {
        let states = try reversal()
        let unknown = try #require(TrendAnalysis(states, x: [1, 2, 3, 4], sesoi: 0.2))
        #expect(unknown.shape?.label == .invertedU)
        #expect(unknown.shape?.turningState == 2)
        #expect(unknown.shapeBeyondNoise == nil)
        #expect(unknown.isAlarm)
        // Second differences of this run of checkpoints: a variance of (0.2² + 0.2²)/12.
        let quiet = try #require(CheckpointNoise(adjacentMeans: [0, 0.1, 0, 0.1]))
        let loud = try #require(CheckpointNoise(adjacentMeans: [0, 2, 0, 2]))
        #expect(abs(quiet.variance - 0.08 / 12) < 1e-15)
        #expect(try #require(TrendAnalysis(states, x: [1, 2, 3, 4], sesoi: 0.2, noise: quiet)).isAlarm)
        let explained = try #require(TrendAnalysis(states, x: [1, 2, 3, 4], sesoi: 0.2, noise: loud))
        #expect(explained.shape?.label == .invertedU)
        #expect(explained.shapeBeyondNoise?.label == .inconclusive)
        #expect(!explained.isAlarm)
    }

    @Test("adding the noise that explains a reversal makes it insignificant, a little less does not")
    func noiseToExplain() throws {
        let states = try reversal()
        let x = [1.0, 2, 3, 4]
        let deviation = try #require(states.noiseToExplain(.invertedU, x: x, sesoi: 0.2))
        func p(_ deviation: Double) throws -> Double {
            let noisy = states.adding(modelVariance: deviation * deviation)
            return try #require(ShapeTest(noisy, x: x, sesoi: 0.2)).invertedU.p
        }
        #expect(try p(deviation * 1.001) > 0.05)
        #expect(try p(deviation * 0.999) < 0.05)
    }

    @Test("has a direction but no shape with two states")
    func twoStates() throws {
        let states = try #require(StateCovariance(rows: [[0, 1], [0.2, 1.1], [0.1, 1.3], [0, 1.2]]))
        let analysis = try #require(TrendAnalysis(states, x: [8, 9], sesoi: 0.2))
        #expect(analysis.direction.label == .increasing)
        #expect(analysis.shape == nil)
        #expect(analysis.regression.inference == nil)
        #expect(!analysis.isAlarm)
    }
}
