import LogariumCore

/// Logarium's own table format: CSV, TSV or NDJSON.
struct TableFormat: InputFormat {
    let name = "table"
    let readerVersion = 1
    private let header: TableHeader

    init(map: [TableColumn: String], ignoring: [String] = []) {
        header = TableHeader(map: map, ignoring: ignoring)
    }

    func recognize(_ candidate: Candidate) -> Recognition? {
        guard let first = candidate.firstByte else { return nil }
        let isTable =
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            ? isJSONTable(candidate) : header.isTable(headerNames(candidate))
        return isTable ? .table : nil
    }

    private func isJSONTable(_ candidate: Candidate) -> Bool {
        let columns = Set(candidate.firstKeys.compactMap(header.column))
        return (columns.contains(.model) || columns.contains(.checkpoint)) && columns.contains(.task)
            && !columns.isDisjoint(with: [.logprobs, .logprob, .metric])
    }

    private func headerNames(_ candidate: Candidate) -> [String] {
        let reader = CSVReader(PrefixedStream(candidate.head), delimiter: delimiter(candidate.head))
        return (try? reader.next())?.fields ?? []
    }

    /// A tab in the first line makes it TSV; more semicolons than commas make it what some spreadsheets call CSV.
    private func delimiter(_ head: some Sequence<UInt8>) -> Character {
        let line = Array(head.prefix { $0 != 0x0A })
        if line.contains(0x09) { return "\t" }
        let count = { (byte: UInt8) in line.count { $0 == byte } }
        return count(UInt8(ascii: ";")) > count(UInt8(ascii: ",")) ? ";" : ","
    }

    func unlike(_ candidate: Candidate) -> SourceError? {
        let isJSON = candidate.firstByte == UInt8(ascii: "{") || candidate.firstByte == UInt8(ascii: "[")
        let names =
            isJSON ? candidate.firstKeys : headerNames(candidate)
        guard names.count > 1, names.allSatisfy({ $0.utf8.count < 100 }) else { return nil }
        var missing = header.missing(in: names)
        let columns = Set(names.compactMap(header.column))
        if columns.isDisjoint(with: [.logprobs, .logprob, .metric]) { missing.append(.logprobs) }
        guard !missing.isEmpty else { return nil }
        let guesses = missing.compactMap { column in
            names.first { header.column($0) == nil && Self.isLike($0, column) }.map {
                "\(column.rawValue)=\($0)"
            }
        }
        let hint =
            guesses.isEmpty
            ? "name them with --map model=\"its name\",…" : "try --map \(guesses.joined(separator: ","))"
        return SourceError(
            path: candidate.location.description, line: 1,
            reason: "as a table it lacks \(missing.map(\.rawValue).joined(separator: ", ")); its columns are "
                + names.prefix(20).joined(separator: ", "),
            remedy: hint)
    }

    /// Names in use for what the columns hold.
    private static let others: [TableColumn: [String]] = [
        .model: ["model_name", "checkpoint_name", "ckpt", "model_id", "engine"],
        .task: ["task_name", "dataset", "benchmark", "eval", "subject", "category"],
        .example: [
            "example_id", "id", "item", "item_id", "question_id", "doc_id", "idx", "index", "sample_id",
        ],
        .logprobs: [
            "log_probs", "logliks", "loglikelihoods", "lls", "log_likelihoods", "lp", "logprob", "ll",
        ],
    ]

    private static func isLike(_ name: String, _ column: TableColumn) -> Bool {
        let plain = name.lowercased()
        return plain == column.rawValue || (others[column] ?? []).contains(plain)
    }

    func readResults(_ text: [UInt8]) throws -> ParsedResults? { nil }

    func results(of file: SourceFile, among results: [(Int, ResultsFile)]) -> (index: Int, task: String)? {
        nil
    }

    func jobs(of file: SourceFile, results: ResultsFile?, from stream: any ByteStream) throws -> ParsingJobs {
        let head = try stream.read(atMost: 1 << 16)
        let whole = PrefixedStream(head, then: stream)
        let first = head.drop { JSONSpan.isSpace($0) || $0 >= 0x80 }.first
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            return try ParsingJobs(
                TableReader(
                    lines: JSONTableLines(header: header), path: file.location.description, header: header),
                of: whole)
        }
        let lines = CSVTableLines(
            delimiter: delimiter(head), header: header, path: file.location.description)
        return try ParsingJobs(TableReader(lines: lines, path: lines.path, header: header), of: whole)
    }
}
