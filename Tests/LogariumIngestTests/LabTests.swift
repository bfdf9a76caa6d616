import Foundation
import LogariumIngest
import Testing

@Suite("The example")
struct LabTests {
    @Test("is taken in from its archive, every run identified and checked, the second time nothing changes")
    func archive() throws {
        let fixture = try IngestFixture()
        var options = IngestOptions()
        options.models = IngestFixture.lab.appending(path: "models.csv").path
        options.tasks = IngestFixture.lab.appending(path: "tasks.csv").path
        let archive = IngestFixture.lab.appending(path: "runs.tar.xz").path
        let summary = try fixture.ingest([archive], options)
        #expect(!summary.hasFindings, "\(summary.refused)")
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run") == 1092)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM response") == 58968)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM checkpoint") == 52)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM protocol") == 21)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run WHERE is_primary") == 1092)
        #expect(try fixture.scalar("SELECT SUM(n_differs) FROM score_check") == 0)
        let dangling: [String] = try fixture.list("PRAGMA foreign_key_check")
        #expect(dangling.isEmpty)
        try LabCheck(fixture: fixture).expectRecordedFindings()
        try LabCheck(fixture: fixture).expectTruth()
        let again = try fixture.ingest([archive], options)
        let new = again.files.filter { !$0.isIdentical }
        #expect(new.isEmpty)
        #expect(again.nResponses == 0)
    }
}
