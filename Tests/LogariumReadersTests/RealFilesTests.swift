import Foundation
import LogariumCore
import Testing

@testable import LogariumReaders

/// Real files, made by the unmodified harness; they lie beside the package, not in it.
enum Shared {
    static let root: String = {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.appending(path: "shared").path
    }()

    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }
}

@Suite(
    "Real lm-evaluation-harness files", .enabled(if: Shared.has("formats/real/lm_eval"), "no ../shared here"))
struct RealFilesTests {
    static let versions = [
        "v0.4.0", "v0.4.2", "v0.4.3", "v0.5.0.dev1", "v0.4.13/api_string", "v0.4.13/chat", "v0.4.13/dummy",
        "v0.4.13/hf_0shot", "v0.4.13/hf_5shot", "v0.4.13/limit", "v0.4.13/nan", "v0.4.13/neginf",
        "v0.4.13/predict_only", "v0.4.13/rlhf_json",
    ]

    @Test("every score that the harness wrote is recomputed or explained", arguments: versions)
    func checks(version: String) throws {
        let catalog = try SourceCatalog.scan(paths: ["\(Shared.root)/formats/real/lm_eval/\(version)"])
        #expect(catalog.errors == [])
        #expect(catalog.refused == [])
        #expect(!catalog.files.isEmpty)
        #expect(catalog.files.allSatisfy { $0.results != nil }, "every samples file has its results file")
        let sink = RecordingSink()
        try catalog.forEach(
            { try catalog.read($0, from: $1, into: sink) }, failed: { Issue.record("\($0.location): \($1)") })
        #expect(sink.runs.count == catalog.files.count)
        #expect(sink.runs.allSatisfy { $0.partial != .noResults })
        var summary: [String: Int] = [:]
        for (run, sample) in sink.samples {
            for check in sample.checks {
                summary["\(check.metric) \(check.verdict)", default: 0] += 1
                if case .differs(let difference) = check.verdict {
                    Issue.record(
                        "\(sink.runs[run].task.name):\(sample.line) \(check.metric) differs by \(difference)")
                }
            }
        }
        print(version, sink.samples.count, summary.sorted { $0.key < $1.key })
    }
}
