import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

/// What a table leaves out changes no answer that does not rest on it.
@Suite("A table without some of its columns")
struct TableMatrixTests {
    /// Of a table with one line a response, cells by item; the last four are never left out.
    private static let response: [(column: String, cell: @Sendable (Int) -> String)] = [
        ("series", { _ in "s" }), ("n_params", { _ in "1000" }), ("train_step", { _ in "10" }),
        ("seed", { _ in "1" }), ("num_fewshot", { _ in "0" }), ("protocol", { _ in "plain" }),
        ("output_type", { _ in "multiple_choice" }), ("doc_id", { "\($0)" }),
        ("prompt", { "question \($0)?" }), ("choices", { #"["yes \#($0)","no \#($0)"]"# }),
        ("choice_chars", { _ in "[5,4]" }), ("n_tokens", { _ in "[2,2]" }),
        ("greedy", { _ in "[true,false]" }),
        ("document", { #"{"q":\#($0)}"# }), ("example", { "q\($0)" }), ("matching", { "\($0 % 2)" }),
        ("task", { _ in "t" }),
        ("logprobs", { "[-\($0 + 1).25,-\(2 * $0 % 5 + 1).5]" }),
    ]
    private static let optional = response.dropLast(4).map(\.column)

    /// Each alone, each pair, and all.
    private static let absent: [Set<String>] =
        [[], Set(optional)] + optional.map { [$0] }
        + optional.indices.flatMap { first in
            optional[(first + 1)...].map { [optional[first], $0] }
        }

    private func answer(without absent: Set<String>, clustered: Bool) throws -> [ResultValue] {
        let fixture = try IngestFixture()
        var columns = Self.response.filter { !absent.contains($0.column) }
        if clustered { columns.append(("cluster", { "c\($0 / 3)" })) }
        let rows = (0..<9).map { item in
            columns.map { "\"" + $0.cell(item).replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
        }
        let header = (columns.map(\.column) + ["model"]).joined(separator: ",")
        let text = ([header] + rows.map { $0 + ",m" }).joined(separator: "\n") + "\n"
        let summary = try fixture.ingest([try fixture.write(text, to: "t.csv")])
        try #require(summary.refused.isEmpty, "\(absent): \(summary.refused)")
        let rowsOfMetrics = try fixture.answers(
            "metrics", [:],
            columns: [
                "n", "clusters", "mean_p_match", "mean_p_match_stderr", "mean_credit", "mean_credit_stderr",
            ])
        return try #require(rowsOfMetrics.first)
    }

    @Test("says what it says with them", arguments: [false, true])
    func matrix(clustered: Bool) throws {
        let whole = try answer(without: [], clustered: clustered)
        try #require(!whole.contains(.null) && whole[1] == .integer(clustered ? 3 : 9))
        for absent in Self.absent {
            let reduced = try answer(without: absent, clustered: clustered)
            #expect(reduced == whole, "without \(absent.sorted())")
        }
    }

    @Test(
        "says which of the needed ones is missing",
        arguments: ["task", "logprobs", "model", "example", "matching"])
    func needed(column: String) throws {
        let fixture = try IngestFixture()
        let cells = ["model": "m", "task": "t", "example": "q", "matching": "0", "logprobs": "\"[-1,-2]\""]
        let columns = cells.keys.filter { $0 != column }.sorted()
        let text =
            columns.joined(separator: ",") + "\n" + columns.map { cells[$0] ?? "" }.joined(separator: ",")
            + "\n"
        let path = try fixture.write(text, to: "t.csv")
        do {
            let summary = try fixture.ingest([path])
            let error = try #require(summary.refused.first)
            #expect(error.description.contains(column), "\(error)")
        } catch let error as SourceError {
            #expect(error.description.contains(column), "\(error)")
        }
    }
}
