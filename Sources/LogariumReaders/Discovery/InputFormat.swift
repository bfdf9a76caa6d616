import LogariumCore

/// A format that files of responses come in. To add one: a type of this protocol, named in `InputFormats.all`.
protocol InputFormat: Sendable {
    /// As it stands in the warehouse: `lm-evaluation-harness`.
    var name: String { get }
    /// Raised when reading the same bytes gives something else.
    var readerVersion: Int { get }

    /// What a file is to this format, by its name and its first bytes; nil when it is nothing.
    func recognize(_ candidate: Candidate) -> Recognition?

    /// What a file lacks that is nearly of this format; nil where it is nothing like it.
    func unlike(_ candidate: Candidate) -> SourceError?

    /// Reads a results file.
    /// - Returns: nil when its shape is not this format's after all.
    /// - Throws: `JSONFault` when it cannot be read, `UnreadFormat` when it is of another format that is known.
    func readResults(_ text: [UInt8]) throws -> ParsedResults?

    /// The results file that a file of samples belongs to, with its task's key there.
    /// - Parameter results: those of the same directory, with their places in the catalog.
    func results(of file: SourceFile, among results: [(Int, ResultsFile)]) -> (index: Int, task: String)?

    /// Opens a file of samples or a table to be read.
    func jobs(of file: SourceFile, results: ResultsFile?, from stream: any ByteStream) throws -> ParsingJobs
}

extension InputFormat {
    func unlike(_ candidate: Candidate) -> SourceError? { nil }

    /// Reads a file of samples or a table into a sink, on this thread.
    func read(
        _ file: SourceFile, results: ResultsFile?, from stream: any ByteStream, into sink: any SampleSink
    ) throws {
        try jobs(of: file, results: results, from: stream).run(into: sink, with: ReadingTools())
    }
}

/// A results file as its format reads it.
struct ParsedResults {
    var statement: ResultsRecord
    /// What the format itself needs again to read the samples.
    var details: any Sendable
}

/// A file before it is known.
struct Candidate {
    var location: SourceLocation
    /// The first bytes, decompressed.
    var head: [UInt8]
}

enum Recognition: Equatable {
    /// To be read whole. `isCertain` when the name alone says so: then a fault is an error.
    case results(isCertain: Bool)
    case samples(task: String, timestamp: String?)
    case table
    case unread(UnreadFormat)
}

enum InputFormats {
    /// Every format, in the order in which they are asked.
    static func all(map: [TableColumn: String], ignoring: [String] = []) -> [any InputFormat] {
        [LMEvalFormat(), TableFormat(map: map, ignoring: ignoring)]
    }
}

extension Candidate {
    /// The first line or array element; nil when `head` does not hold all of it.
    func firstRecord<Result>(_ body: (JSONElement) throws -> Result?) -> Result? {
        let records = RecordReader(PrefixedStream(head))
        guard let record = try? records.next(), record.fault == nil, let parser = try? JSONParser(),
            let element = try? parser.parse(record.bytes)
        else { return nil }
        return try? body(element)
    }

    /// The keys of the first record, also where something else in it is wrong; empty where it is no object.
    var firstKeys: [String] {
        let records = RecordReader(PrefixedStream(head))
        guard let record = try? records.next(), record.fault == nil,
            record.bytes.first(where: { !JSONSpan.isSpace($0) }) == UInt8(ascii: "{")
        else { return [] }
        var keys: [String] = []
        JSONSpan.forEachField(of: record.bytes) { key, _ in
            keys.append(String(decoding: JSONString.unescape(key), as: UTF8.self))
        }
        return keys
    }

    /// The first byte that is no space; nil for an empty file.
    var firstByte: UInt8? { head.first { !JSONSpan.isSpace($0) } }
}
