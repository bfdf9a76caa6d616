import GRDB
import Testing

@testable import LogariumStore

@Suite("Asked by run or task, a view")
struct ViewPlanTests {
    static let questions = [
        "choice_logprob.run_id", "choice_score.run_id", "choice_score.task_id", "response_metric.run_id",
        "example_metric.run_id", "example_metric_full.run_id", "example_metric_full.task_id",
        "response_variant.run_id", "response_value.run_id", "run_summary.run_id",
        "run_summary.task_id", "run_metric.run_id", "run_metric.task_id", "run_position_metric.run_id",
        "run_position_metric.task_id", "run_metric_full.run_id", "run_metric_full.task_id",
        "run_bits_per_byte.run_id",
        "run_bits_per_byte.task_id",
    ]

    @Test("reads no other run", arguments: questions)
    func readsNoOtherRun(_ question: String) throws {
        let parts = question.split(separator: ".")
        let fixture = try ViewFixture()
        let plan: [String] = try fixture.warehouse.queue.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN SELECT * FROM \(parts[0]) WHERE \(parts[1]) = 7")
                .map { $0["detail"] }
        }
        let scans = plan.filter { line in
            ["run", "response", "example"].contains { line == "SCAN \($0)" || line.hasPrefix("SCAN \($0) ") }
        }
        #expect(scans.isEmpty)
        #expect(plan.contains { $0.hasPrefix("SEARCH response USING PRIMARY KEY (run_id=?") })
    }
}
