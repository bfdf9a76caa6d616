import Foundation
import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

/// The small inputs of `../shared/cases` that went wrong once.
@Suite(
    "What people really bring",
    .enabled(if: IngestFixture.hasShared, "../shared is not here: its cases are tested where it is"))
struct SharedCaseTests {
    let fixture: IngestFixture

    init() throws { fixture = try IngestFixture() }

    private func path(_ name: String) -> String { IngestFixture.shared.appending(path: "cases/\(name)").path }

    @Test("keeps two models apart that only a step's place once made one")
    func twoModels() throws {
        try fixture.ingest([path("ingest/01_two_models_one_line")])
        let models: [String] = try fixture.list("SELECT name FROM model ORDER BY name")
        #expect(models == ["lab/alpha", "lab/beta"])
    }

    @Test("finds the step before a slash")
    func trailingSlash() throws {
        try fixture.ingest([path("ingest/02_trailing_slash")])
        let count: Int? = try fixture.scalar("SELECT COUNT(DISTINCT train_step) FROM checkpoint")
        #expect(count == 3)
    }

    @Test("has no size out of an identifier", arguments: ["03_uuid", "03_tokens", "03_uuid_size"])
    func identifiers(name: String) throws {
        try fixture.ingest([path("ingest/\(name).ndjson")])
        let sizes: [Int] = try fixture.list("SELECT n_params FROM model WHERE n_params IS NOT NULL")
        #expect(sizes.isEmpty)
    }

    @Test("names half a character for what it is, with its place")
    func surrogate() throws {
        let error = try #require(try fixture.ingest([path("ingest/08_surrogate.ndjson")]).refused.first)
        #expect(error.line == 1 && error.reason.contains("a lone surrogate"), "\(error)")
    }

    @Test("without prompts, examples are clusters of their own")
    func noPrompt() throws {
        try fixture.ingest([path("ingest/04_no_prompt.csv")])
        let clusters: Int? = try fixture.scalar("SELECT COUNT(DISTINCT cluster) FROM example")
        #expect(clusters == 40)
    }

    @Test("refuses what cannot be stored, and takes the file beside it")
    func badValues() throws {
        for name in ["05_negative_step", "05_kind"] {
            let summary = try fixture.ingest([
                path("ingest/\(name).ndjson"), path("ingest/05_zz_good.ndjson"),
            ])
            let faults = summary.files.compactMap { file -> SourceError? in
                guard case .failure(let error) = file.result else { return nil }
                return error
            }
            #expect(faults.count == 1)
            #expect(faults.first?.description.contains("CHECK constraint") == false)
        }
        let count: Int? = try fixture.scalar("SELECT COUNT(*) FROM run")
        #expect(count == 1)
    }

    @Test("refuses choices that do not follow each other", arguments: ["06_unsorted", "06_one_pair_swapped"])
    func scattered(name: String) throws {
        let summary = try fixture.ingest([path("ingest/\(name).csv")])
        guard case .failure(let error) = try #require(summary.files.first).result else {
            Issue.record("was taken in")
            return
        }
        #expect(error.reason.contains("must follow each other"))
    }

    @Test("reads a text that begins with a byte order mark")
    func byteOrderMark() throws {
        let summary = try fixture.ingest([path("ingest/09_bom.ndjson"), path("ingest/09_bom_results")])
        #expect(summary.files.count == 3)
        for file in summary.files { #expect(throws: Never.self) { try file.result.get() } }
    }

    @Test("loses no line under another filter")
    func lostLine() throws {
        try fixture.ingest([path("faults/lost_line.jsonl")])
        let count: Int? = try fixture.scalar("SELECT COUNT(*) FROM response")
        #expect(count == 2)
    }
}
