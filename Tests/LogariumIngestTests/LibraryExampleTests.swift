import Foundation
import Testing

// The example of the README, as a user's program would write it.
import LogariumIngest
import LogariumOutput
import LogariumStore

@Suite("The library")
struct LibraryExampleTests {
    @Test("ingests, asks and exports in a few lines")
    func example() throws {
        let fixture = try IngestFixture()
        let runs = IngestFixture.lab.appending(path: "one_run").path
        let database = fixture.database
        let reports = fixture.directory.appending(path: "reports").path

        var options = IngestOptions()
        options.models = IngestFixture.lab.appending(path: "models.csv").path
        let summary = try Ingest(options: options).run([runs], into: database)

        let warehouse = try ReadConnection(path: database)
        let metrics = try warehouse.prepare(QueryCatalog.query("metrics"), given: ["task": "facts"])
        var lines: [String] = []
        try metrics.forEachRow { row in lines.append("\(row)") }
        try Export(directory: reports).write(
            warehouse.standardAnswers(), schemaVersion: warehouse.schemaVersion)

        #expect(summary.nResponses == 1134)
        #expect(lines.count == 1)
        #expect(FileManager.default.fileExists(atPath: reports + "/metrics.csv"))
    }
}
