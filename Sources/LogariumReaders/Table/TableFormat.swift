import LogariumCore

/// Logarium's own table format: CSV, TSV or NDJSON.
struct TableFormat: InputFormat {
    let name = "table"
    let whatToGive = "a table with the columns model, task and example"
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
        return isTable ? .responses(.table) : nil
    }

    private func isJSONTable(_ candidate: Candidate) -> Bool {
        let columns = Set(candidate.firstKeys.compactMap(header.column))
        return (columns.contains(.model) || columns.contains(.checkpoint)) && columns.contains(.task)
            && !columns.isDisjoint(with: TableHeader.answering)
    }

    private func headerNames(_ candidate: Candidate) -> [String] {
        let reader = CSVReader(
            PrefixedStream(candidate.head), delimiter: CSVReader.delimiter(of: candidate.head))
        return (try? reader.next())?.fields ?? []
    }

    func unlike(_ candidate: Candidate) -> SourceError? {
        let isJSON = candidate.firstByte == UInt8(ascii: "{") || candidate.firstByte == UInt8(ascii: "[")
        let names =
            isJSON ? candidate.firstKeys : headerNames(candidate)
        guard names.count > 1, names.allSatisfy({ $0.utf8.count < 100 }) else { return nil }
        var missing = header.missing(in: names)
        let columns = Set(names.compactMap(header.column))
        if columns.isDisjoint(with: TableHeader.answering) { missing.append(.logprobs) }
        guard !missing.isEmpty else { return nil }
        let guesses = missing.compactMap { column in
            names.first { header.column($0) == nil && TableHeader.isLike($0, column) }.map {
                "\(column.rawValue)=\($0)"
            }
        }
        let isSpaced = names.contains { $0.first?.isWhitespace == true || $0.last?.isWhitespace == true }
        let hint =
            isSpaced
            ? "names begin or end with spaces: write the file without spaces around its delimiters"
            : guesses.isEmpty
                ? "name them with --map model=\"its name\",…" : "try --map \(guesses.joined(separator: ","))"
        return SourceError(
            path: candidate.location.description, line: 1,
            reason: "as a table it lacks \(missing.map(\.rawValue).joined(separator: ", ")); its columns are "
                + names.prefix(20).joined(separator: ", "),
            remedy: hint)
    }

    func jobs(of file: SourceFile, results: ResultsFile?, from parts: any SourceParts) throws -> ParsingJobs {
        guard let part = try parts.next() else { throw SizedStream.changed(file) }
        let head = try part.stream.read(atMost: 1 << 16)
        let whole = SinglePart(SourcePart(part.location, PrefixedStream(head, then: part.stream)))
        let first = head.drop { JSONSpan.isSpace($0) || $0 >= 0x80 }.first
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            return try ParsingJobs(
                TableReader(
                    lines: JSONTableLines(header: header), path: file.location.description, header: header),
                of: whole)
        }
        let lines = CSVTableLines(
            delimiter: CSVReader.delimiter(of: head), header: header, path: file.location.description)
        return try ParsingJobs(TableReader(lines: lines, path: lines.path, header: header), of: whole)
    }
}
