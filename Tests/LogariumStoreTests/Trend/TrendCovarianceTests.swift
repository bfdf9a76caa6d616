import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

/// The heavy step twice: the portable SQL of `trend.sql`, and the native aggregates that the other queries use.
@Suite("State means and their covariance")
struct TrendCovarianceTests {
    private struct Line {
        let task: String
        /// One row a state; nil where the example was not asked.
        let logodds: [[Double?]]
        let clusters: [String]
    }

    private static let sizes = [1000, 2000, 4000, 8000, 8000]

    /// Clusters of one to four examples, large offsets, some examples not asked in some states; the last two states
    /// are models of one size.
    private static func randomLine(_ task: String, _ random: inout SplitMix64) -> Line {
        var (clusters, logodds) = ([String](), [[Double?]](repeating: [], count: sizes.count))
        for cluster in 0..<25 {
            let shared = 3 * random.standardNormal()
            for _ in 0...random.below(4) {
                clusters.append("c\(cluster)")
                for state in sizes.indices {
                    let isMissing = random.below(30) == 0
                    logodds[state].append(isMissing ? nil : shared + random.standardNormal() + Double(state))
                }
            }
        }
        return Line(task: task, logodds: logodds, clusters: clusters)
    }

    private static func fixture(_ lines: [Line]) throws -> TrendFixture {
        let fixture = try TrendFixture()
        for line in lines {
            for (index, size) in sizes.enumerated() {
                try fixture.add(
                    .init(nParams: size, name: "model \(index)"), task: line.task,
                    logodds: line.logodds[index], clusters: line.clusters)
            }
        }
        return fixture
    }

    private static func metric(_ name: String, _ logodds: Double) -> Double {
        switch name {
        case "p_match": 1 / (1 + exp(-logodds))
        case "credit": logodds > 0 ? 1 : logodds == 0 ? 0.5 : 0
        default: logodds
        }
    }

    private static func covariance(of line: Line, _ metric: String) -> StateCovariance? {
        let common = line.clusters.indices.filter { example in
            line.logodds.allSatisfy { $0[example] != nil }
        }
        return StateCovariance(
            rows: common.map { example in
                line.logodds.compactMap { state in state[example].map { Self.metric(metric, $0) } }
            }, clustering: Clustering(common.map { line.clusters[$0] }))
    }

    private func want(_ row: [String: ResultValue]) throws -> StateCovariance {
        let (task, metric) = (row.text("task"), row.text("metric") ?? "")
        let line = try #require(Self.lines.first { $0.task == task })
        return try #require(Self.covariance(of: line, metric))
    }

    private static let lines: [Line] = {
        var random = SplitMix64(seed: 20_260)
        return (0..<6).map { randomLine("task \($0)", &random) }
    }()

    @Test("are the library's to 1e-10 by the portable SQL")
    func portable() throws {
        let fixture = try Self.fixture(Self.lines)
        let query = try QueryCatalog.query("trend")
        let portable = try #require(QueryCatalog.files(in: "portable").first { $0.name == "trend" })
        let statement = try ReadConnection(path: fixture.path).prepare(
            portable.text + """
                SELECT trend_line.task, line_metric.metric, covariance.state, covariance.other,
                    state_mean.mean, covariance.covariance, common_count.n
                FROM covariance
                INNER JOIN state_mean USING (row_id, state)
                INNER JOIN common_count USING (row_id)
                INNER JOIN line_metric USING (row_id)
                INNER JOIN trend_line USING (line)
                """)
        for (name, value) in try query.values(given: [:]) where statement.parameterNames.contains(name) {
            try statement.bind(name, value)
        }
        let rows = try TrendFixture.rows(statement)
        #expect(rows.count == Self.lines.count * 3 * 15)
        for row in rows {
            let want = try want(row)
            let a = Int(try #require(row.number("state"))) - 1
            let b = Int(try #require(row.number("other"))) - 1
            #expect(row.number("n") == Double(want.examples))
            #expect(agree(row.number("mean"), want.mean[a]))
            #expect(agree(row.number("covariance"), want.covariance?[a][b]))
        }
    }

    @Test("are the library's to 1e-10 by the native aggregate")
    func native() throws {
        let fixture = try Self.fixture(Self.lines)
        let rows = try fixture.rows(
            """
            SELECT line.task AS task, v.metric AS metric, cell.key AS cell, cell.value AS v
            FROM (
                SELECT s.line, v.metric,
                    STATE_COVARIANCE(s.scaled_x, v.example_id, e.cluster, v.y, s.state) AS answer
                FROM trend_state AS s
                INNER JOIN response_value AS v ON v.run_id = s.run_id
                INNER JOIN example AS e ON e.example_id = v.example_id
                WHERE s.axis = 'n_params' AND s.at = 'equal' AND v.metric IN ('logodds', 'p_match', 'credit')
                GROUP BY s.line, v.metric
            ) AS v
            INNER JOIN trend_line AS line ON line.line = v.line
            INNER JOIN JSON_EACH(
                '[' || SUBSTR(REPLACE(REPLACE(v.answer ->> '$.v', '[', ''), ']', ''), 1) || ']'
            ) AS cell
            """)
        #expect(rows.count == Self.lines.count * 3 * 25)
        for row in rows {
            let want = try want(row)
            let cell = Int(try #require(row.number("cell")))
            #expect(agree(row.number("v"), want.covariance?[cell / 5][cell % 5]))
        }
    }

    @Test("and so every number of a row are the same by both paths")
    func bothPaths() throws {
        let fixture = try Self.fixture(Self.lines)
        let points = try fixture.answer("trend_points")
        for row in try fixture.answer("trend") {
            let (line, metric) = (row.text("line"), row.text("metric"))
            let own = points.filter { $0.text("line") == line && $0.text("metric") == metric }
            #expect(own.count == 5)
            #expect(agree(own.first?.number("mean"), row.number("value_first")))
            #expect(agree(own.last?.number("mean"), row.number("value_last")))
            for column in ["n_common", "clusters", "common_share"] {
                #expect(agree(own.first?.number(column), row.number(column)), "\(column)")
            }
            for column in ["direction", "shape", "reason"] {
                #expect(own.first?[column] == row[column], "\(column)")
            }
        }
        let turning = try fixture.answer("trend").filter {
            ["u_shaped", "inverted_u", "non_monotone"].contains($0.text("shape") ?? "")
        }
        #expect(try fixture.answer("reversals").count == turning.count)
    }
}
