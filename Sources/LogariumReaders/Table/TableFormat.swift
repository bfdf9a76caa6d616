import LogariumCore

/// Logarium's own table format: CSV, TSV or NDJSON.
struct TableFormat: InputFormat {
    let name = "table"
    let readerVersion = 1
    private let header: TableHeader

    init(map: [TableColumn: String]) { header = TableHeader(map: map) }

    func recognize(_ candidate: Candidate) -> Recognition? {
        guard let first = candidate.firstByte else { return nil }
        let isTable =
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            ? isJSONTable(candidate) : header.isTable(headerNames(candidate))
        return isTable ? .table : nil
    }

    private func isJSONTable(_ candidate: Candidate) -> Bool {
        candidate.firstRecord { element in
            let columns = Set(element.fields.compactMap { header.column($0.key.string) })
            return (columns.contains(.model) || columns.contains(.checkpoint)) && columns.contains(.task)
                && !columns.isDisjoint(with: [.logprobs, .logprob, .metric])
        } ?? false
    }

    private func headerNames(_ candidate: Candidate) -> [String] {
        let reader = CSVReader(PrefixedStream(candidate.head), delimiter: delimiter(candidate.head))
        return (try? reader.next())?.fields ?? []
    }

    /// A tab in the first line makes it TSV.
    private func delimiter(_ head: some Sequence<UInt8>) -> Character {
        head.prefix { $0 != 0x0A }.contains(0x09) ? "\t" : ","
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
            return try ParsingJobs(TableReader(lines: JSONTableLines(header: header)), of: whole)
        }
        let lines = CSVTableLines(
            delimiter: delimiter(head), header: header, path: file.location.description)
        return try ParsingJobs(TableReader(lines: lines), of: whole)
    }
}
