import LogariumCore

/// lm-evaluation-harness 0.4.0 to 0.5.0.dev1: results files and the samples beside them.
struct LMEvalFormat: InputFormat {
    let name = "lm-evaluation-harness"
    let whatToGive = "lm-evaluation-harness output"
    let readerVersion = 1

    func recognize(_ candidate: Candidate) -> Recognition? {
        let plainName = candidate.location.plainName
        let name = LMEvalFileName(plainName)
        if let unread = LMEvalUnread.format(of: candidate) { return .unread(unread) }
        if isSamples(candidate, name) {
            let stem = plainName.split(separator: ".").dropLast().joined(separator: ".")
            return .responses(
                .samples,
                details: LMEvalSamplesName(
                    task: name?.task ?? (stem.isEmpty ? plainName : stem), timestamp: name?.timestamp))
        }
        if name?.role == .results { return .results(isCertain: plainName.hasPrefix("results")) }
        return startsLikeResults(candidate) ? .results(isCertain: false) : nil
    }

    /// By name, or by the shape of the first line; of one longer than what was looked at, by how it begins.
    private func isSamples(_ candidate: Candidate, _ name: LMEvalFileName?) -> Bool {
        if name?.role == .samples, name?.timestamp != nil { return true }
        guard candidate.firstByte == UInt8(ascii: "{") || candidate.firstByte == UInt8(ascii: "[") else {
            return false
        }
        if candidate.firstRecord({ LMEvalLine.isSample($0) }) == true { return true }
        let start = candidate.head.drop { JSONSpan.isSpace($0) || $0 == UInt8(ascii: "[") }
        guard start.starts(with: "{".utf8) else { return false }
        return start.dropFirst().drop(while: JSONSpan.isSpace).starts(with: "\"doc_id\"".utf8)
    }

    private func startsLikeResults(_ candidate: Candidate) -> Bool {
        guard candidate.firstByte == UInt8(ascii: "{") else { return false }
        let start = candidate.head.drop(while: JSONSpan.isSpace).dropFirst()
        return start.drop(while: JSONSpan.isSpace).starts(with: "\"results\"".utf8)
    }

    func readResults(_ text: [UInt8], at location: SourceLocation) throws -> ParsedResults? {
        let parser = try JSONParser()
        var padded = PaddedBytes()
        text.withUnsafeBytes { padded.replace(with: $0) }
        let root = try parser.parse(padded.text)
        guard let reader = LMEvalResultsReader(root) else {
            if LMEvalUnread.isResults(root) { throw LMEvalUnread.results }
            return nil
        }
        let results = reader.read()
        let timestamp = LMEvalFileName(location.plainName)?.timestamp
        return ParsedResults(
            statement: results.statement,
            orphanReference: timestamp.map {
                LMEvalUnpaired.reference(directory: location.directoryName, timestamp: $0)
            }, details: LMEvalResultsDetails(results: results, timestamp: timestamp))
    }

    func results(of file: SourceFile, among results: [(Int, ResultsFile)]) -> (index: Int, task: String)? {
        for (index, candidate) in results where candidate.format == name {
            if let task = task(of: file, in: candidate) { return (index, task) }
        }
        return nil
    }

    private func task(of file: SourceFile, in results: ResultsFile) -> String? {
        guard let details = results.details as? LMEvalResultsDetails else { return nil }
        let tasks = details.results.tasks.keys.sorted()
        let name = file.details as? LMEvalSamplesName
        if let timestamp = name?.timestamp {
            guard timestamp == details.timestamp, let task = name?.task else { return nil }
            return tasks.first { $0 == task }
                ?? tasks.first { LMEvalTaskNames.short($0) == LMEvalTaskNames.short(task) }
        }
        return tasks.first { file.location.plainName == "\(details.results.samplesPrefix)_\($0).jsonl" }
    }

    func jobs(of file: SourceFile, results: ResultsFile?, from parts: any SourceParts) throws -> ParsingJobs {
        let run = file.taskKey.flatMap { results?.statement.runs[$0] }
        let details = results?.details as? LMEvalResultsDetails
        let name = file.details as? LMEvalSamplesName
        let unpaired = LMEvalUnpaired(
            directory: file.location.directoryName, task: name?.task ?? "", timestamp: name?.timestamp)
        let config = file.taskKey.flatMap { details?.results.tasks[$0] }
        return try ParsingJobs(LMEvalSamplesReader(config: config) { run ?? unpaired.run($0) }, of: parts)
    }
}

/// What a file of samples is called.
private struct LMEvalSamplesName: Sendable {
    let task: String
    /// What ties the files of one run to one another; nil where the name has none.
    let timestamp: String?
}

private struct LMEvalResultsDetails: Sendable {
    let results: LMEvalResults
    let timestamp: String?
}
