import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The query metrics")
struct MetricsQueryTests {
    private let fixture: ViewFixture

    init() throws { fixture = try ViewFixture() }

    private func answer(_ given: [String: String] = [:]) throws -> [[String: ResultValue]] {
        let connection = try ReadConnection(path: fixture.path)
        let statement = try connection.prepare(QueryCatalog.query("metrics"), given: given)
        var rows: [[String: ResultValue]] = []
        try statement.forEachRow {
            rows.append(Dictionary(uniqueKeysWithValues: zip(statement.columnNames, $0)))
        }
        return rows
    }

    /// A two-choice response of given log-odds.
    private func add(_ logodds: Double, cluster: String? = nil, to run: Int) throws {
        try fixture.add(
            [logodds > 0 ? 0 : logodds, logodds > 0 ? -logodds : 0], matching: [0], to: run, cluster: cluster)
    }

    @Test("gives means, CR1 stderr and intervals as the statistics library does")
    func agreesWithTheLibrary() throws {
        let run = try fixture.addRun(primary: true)
        let values: [(Double, String)] = [
            (1, "a"), (0.4, "a"), (-2, "b"), (0, "b"), (3, "c"), (1.5, "c"), (-0.3, "d"),
        ]
        for (logodds, cluster) in values { try add(logodds, cluster: cluster, to: run) }
        let row = try #require(try answer().first)
        let (mean, stderr) = cr1(values.map { (1 / (1 + exp(-$0.0)), $0.1) })
        let t = try #require(StudentT(degreesOfFreedom: 3)?.quantile(0.975))
        #expect(row["clusters"] == .integer(4))
        #expect(close(row["mean_p_match"], mean))
        #expect(close(row["mean_p_match_stderr"], stderr))
        #expect(close(row["mean_p_match_low"], mean - t * stderr))
        #expect(close(row["mean_p_match_high"], mean + t * stderr))
        let (share, shareError) = cr1(values.map { ($0.0 > 0 ? 1 : $0.0 == 0 ? 0.5 : 0, $0.1) })
        let wilson = try #require(
            ClusteredProportion(proportion: share, standardError: shareError, count: 7, clusters: 4)?
                .interval())
        #expect(close(row["mean_credit"], share))
        #expect(close(row["mean_credit_stderr"], shareError))
        #expect(close(row["mean_credit_low"], wilson.lower))
        #expect(close(row["mean_credit_high"], wilson.upper))
        #expect(close(row["frac_tied"], 1.0 / 7))
    }

    @Test("leaves undefined what one cluster cannot say")
    func oneCluster() throws {
        let run = try fixture.addRun(primary: true)
        for logodds in [1.0, -1] { try add(logodds, cluster: "a", to: run) }
        let row = try #require(try answer().first)
        for column in [
            "mean_p_match_stderr", "mean_p_match_low", "mean_credit_low", "mean_credit_high", "mean_nll_high",
        ] {
            #expect(row[column] == .null)
        }
    }

    @Test("shows infinities and gives them no stderr")
    func infinities() throws {
        let run = try fixture.addRun(primary: true)
        let responses: [[Double?]] = [[-1, -2], [-.infinity, -1], [-2, -1]]
        for logprobs in responses {
            try fixture.add(logprobs, matching: [0], to: run)
        }
        let row = try #require(try answer().first)
        #expect(row["n_inf"] == .integer(1))
        #expect(row["mean_nll"] == .real(.infinity))
        #expect(row["mean_logodds"] == .real(-.infinity))
        #expect(row["mean_nll_stderr"] == .null && row["mean_logodds_stderr"] == .null)
        #expect(row["mean_p_match_stderr"] != .null && row["mean_nll_finite"] != .null)
    }

    @Test("counts what was excluded, by status")
    func excluded() throws {
        let run = try fixture.addRun(primary: true)
        try add(1, to: run)
        try fixture.add([nil, -1], matching: [0], to: run)
        try fixture.add([.nan, -1], matching: [0], to: run)
        try fixture.add([-1, -2], matching: [2], to: run)
        try fixture.add([-1], matching: [0], to: run)
        let row = try #require(try answer().first)
        #expect(row["n"] == .integer(1) && row["n_excluded"] == .integer(4))
        for column in ["n_missing_choice", "n_nan", "n_invalid_match", "n_no_alternative"] {
            #expect(row[column] == .integer(1))
        }
    }

    @Test("takes primary runs, all on demand, and filters")
    func filters() throws {
        for primary in [true, false] { try add(1, to: try fixture.addRun(primary: primary)) }
        #expect(try answer().count == 1)
        #expect(try answer(["all_runs": "1"]).count == 2)
        #expect(
            try answer(["task": "t", "model": "m", "series": "s", "train_step": "10", "seed": "0"]).count == 1
        )
        #expect(try answer(["task": "%"]).count == 1)
        for given in [["task": "_"], ["train_step": "11"]] {
            #expect(throws: ReadError.self) { try answer(given) }
        }
    }

    /// CR1 as docs/statistics.md section 2 writes it.
    private func cr1(_ values: [(y: Double, cluster: String)]) -> (mean: Double, stderr: Double) {
        let mean = values.map(\.y).reduce(0, +) / Double(values.count)
        let sums = Dictionary(grouping: values, by: \.cluster).values.map {
            $0.map { $0.y - mean }.reduce(0, +)
        }
        let clusters = Double(sums.count)
        let square = sums.map { $0 * $0 }.reduce(0, +) * clusters / (clusters - 1)
        return (mean, square.squareRoot() / Double(values.count))
    }

    private func close(_ value: ResultValue?, _ expected: Double) -> Bool {
        ((value?.double ?? .nan) - expected).magnitude < 1e-12
    }
}
