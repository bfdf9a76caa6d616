import GRDB
import LogariumFunctions
import Testing

@testable import LogariumStore

@Suite("The documentation of a SQL function")
struct FunctionDocumentationTests {
    @Test(
        "says in sentences what it gives, of what, when NULL, and by whose method", arguments: SQLFunction.all
    )
    func isComplete(_ function: SQLFunction) {
        #expect(function.summary.hasSuffix(".") && function.summary.count > 10)
        #expect(!function.arguments.isEmpty && !function.source.isEmpty && !function.nullRule.isEmpty)
        let texts =
            function.arguments.map(\.meaning) + function.result.fields.map(\.meaning) + [function.nullRule]
        for text in texts { #expect(!text.isEmpty && !text.hasSuffix("."), "\(text)") }
        for name in function.arguments.map(\.name) + function.result.fields.map(\.name) {
            #expect(function.help.contains("\n  \(name) "), "\(name)")
        }
    }

    /// Rows that give each JSON function something to say.
    private static let calls: [(name: String, call: String)] = [
        ("trend", "trend(value, key, NULL, value, 0.2) FROM json_each('[1, 2]')"),
        ("state_trend", "state_trend(1, 1, 1, 5, 5, 0.5, 0.1, 0.2)"),
        ("run_trend", "run_trend(value, value, 'logodds', 0.2, NULL, NULL) FROM json_each('[1, 2]')"),
        ("state_covariance", "state_covariance(1, 1, 1, 1)"), ("forecast", "forecast(1, 1, 2)"),
        ("signal_detection", "signal_detection(1, 1, 1)"), ("meta_analysis", "meta_analysis(1, 1)"),
        ("curve_matching", "curve_matching(1, 1, 1, 1)"),
        ("bigbench_curve", "bigbench_curve(value, value) FROM json_each('[1, 2]')"),
    ]

    @Test("names a JSON object's fields, all of them, in their order", arguments: calls)
    func fields(_ name: String, _ call: String) throws {
        let fixture = try FunctionFixture()
        try fixture.addRuns()
        let sql = "SELECT GROUP_CONCAT(key, ' ') FROM json_each((SELECT \(call)))"
        let written = try fixture.queue.read { try String.fetchOne($0, sql: sql) }
        let documented = SQLFunction.all.first { $0.name == name }?.result.fields.map(\.name)
        #expect(documented?.joined(separator: " ") == written)
    }

    @Test("says of a table what a row is and what its columns hold", arguments: SQLTableFunction.all)
    func isComplete(_ table: SQLTableFunction) {
        #expect(table.summary.hasSuffix(".") && !table.source.isEmpty && !table.arguments.isEmpty)
        let fields =
            table.columns.map { ($0.name, $0.meaning) } + table.arguments.map { ($0.name, $0.meaning) }
        for (name, meaning) in fields {
            #expect(table.help.contains("\n  \(name) ") && !meaning.isEmpty && !meaning.hasSuffix("."))
        }
    }

    @Test("covers every function that returns JSON")
    func coversAll() {
        let json = SQLFunction.all.filter { !$0.result.fields.isEmpty }.map(\.name)
        #expect(Self.calls.map(\.name).sorted() == json)
    }
}
