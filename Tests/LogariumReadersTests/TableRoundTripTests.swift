import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("What is exported is read back", .enabled(if: Shared.has("formats/real/lm_eval"), "no ../shared here"))
struct TableRoundTripTests {
    @Test("every real sample, as a table and back, is the same sample", arguments: [",", "\t"])
    func roundTrip(delimiter: String) throws {
        let catalog = try SourceCatalog.scan(paths: ["\(Shared.root)/formats/real/lm_eval"])
        let original = RecordingSink()
        try catalog.forEach(
            { try catalog.read($0, from: $1, into: original) },
            failed: { Issue.record("\($0.location): \($1)") })
        let lines = original.samples.flatMap { rows(of: $0.sample, original.runs[$0.run]) }
        let header = TableColumn.allCases.map(\.rawValue).joined(separator: delimiter)
        let text = ([header] + lines.map { line(of: $0, delimiter) }).joined(separator: "\r\n")

        let file = SourceFile(
            location: SourceLocation(path: "table"), role: .table, format: "table", readerVersion: 1,
            sha256: "",
            bytes: 0)
        let copy = RecordingSink()
        try TableFormat(map: [:]).jobs(of: file, results: nil, from: SinglePart(Array(text.utf8)))
            .run(into: copy, with: ReadingTools())
        #expect(copy.runs == original.runs)
        let kept = original.samples.filter { $0.sample.response != nil || !$0.sample.scores.isEmpty }
        try #require(copy.samples.count == kept.count)
        for (read, written) in zip(copy.samples, kept) {
            #expect(read.run == written.run)
            #expect(read.sample.contentHash == written.sample.contentHash)
            #expect(read.sample.filter == written.sample.filter)
            #expect(read.sample.response?.logprobs.json == written.sample.response?.logprobs.json)
            #expect(read.sample.response?.logprobs.isMissing == written.sample.response?.logprobs.isMissing)
            #expect(read.sample.response?.unconditional?.json == written.sample.response?.unconditional?.json)
            #expect(read.sample.response?.greedy == written.sample.response?.greedy)
            #expect(read.sample.scores == written.sample.scores)
            #expect(read.sample.inferredMatching == written.sample.inferredMatching)
            #expect(read.sample.detail == written.sample.detail)
        }
    }

    private typealias Row = [TableColumn: String]

    private func line(of row: Row, _ delimiter: String) -> String {
        TableColumn.allCases.map { column in
            let text = row[column] ?? ""
            return text.isEmpty ? "" : "\"\(text.replacing("\"", with: "\"\""))\""
        }.joined(separator: delimiter)
    }

    /// A response's row, if it has one, and one a score.
    private func rows(of sample: Sample, _ run: RunRecord) -> [Row] {
        var base = self.row(of: run).merging(row(of: sample)) { $1 }
        base[.filter] = sample.filter
        var rows: [Row] = []
        if let response = sample.response {
            var row = base
            row[.logprobs] = text(response.logprobs)
            row[.unconditional] = response.unconditional.map(text)
            row[.greedy] = response.greedy.map { "\($0)" }
            rows.append(row)
        }
        for score in sample.scores {
            var row = base
            row[.metric] = score.metric
            row[.value] = score.status == .nan ? "nan" : score.value.map { "\($0)" }
            row[.weight] = score.weight.map { "\($0)" }
            row[.raw] = score.raw
            rows.append(row)
        }
        return rows
    }

    private func text(_ logprobs: LogProbArray) -> String {
        let entries = zip(
            logprobs.json.dropFirst().dropLast().split(separator: ","),
            zip(logprobs.values, logprobs.isMissing))
        return "[" + entries.map { $1.0.isNaN && !$1.1 ? "\"NaN\"" : String($0) }.joined(separator: ",") + "]"
    }

    private func row(of run: RunRecord) -> Row {
        let reference = run.reference
        let declaration = run.protocolDeclaration
        return [
            .checkpoint: reference.ref, .nParams: reference.stated.nParams.map(String.init),
            .modelName: reference.modelName, .pretrained: reference.pretrained, .revision: reference.revision,
            .subfolder: reference.subfolder, .task: run.task.name, .protocol: declaration.label,
            .numFewshot: declaration.numFewshot.map(String.init),
            .outputType: declaration.outputType.rawValue,
            .declared: declaration.declared, .engine: run.engine, .dtype: run.dtype, .harness: run.harness,
            .harnessVersion: run.harnessVersion, .taskVersion: run.taskVersion,
            .evaluatedAt: run.evaluatedAt.map { "\($0)" }, .selection: run.selection, .run: run.label,
            .nExpected: run.nExpected.map(String.init), .partial: run.partial?.rawValue, .config: run.config,
        ].compactMapValues { $0 }
    }

    private func row(of sample: Sample) -> Row {
        guard let detail = sample.detail else { return [:] }
        let isInferred = sample.inferredMatching != nil
        return [
            .docID: detail.docID.map(String.init), .itemHash: detail.itemHash.description,
            .contentHash: sample.contentHash.description, .questionHash: detail.questionHash.description,
            .prompt: detail.prompt, .choices: detail.choices.map(JSONText.array),
            .choiceChars: detail.choiceChars.map { "\($0)" },
            .choiceBytes: detail.choiceBytes.map { "\($0)" },
            .matching: (sample.inferredMatching ?? detail.matching).map { "\($0)" },
            .matchingSource: isInferred ? "score" : detail.matchingSource.rawValue,
            .document: detail.document,
        ].compactMapValues { $0 }
    }
}
