import LogariumCore

/// A format that responses come in. To add one: a type of this protocol, named in `InputFormats.all`.
///
/// A format claims what it reads: a container whole (a zip or a directory whose files are one run), else file by file.
/// What ties its files to one another, and what their names say, is known to it alone.
protocol InputFormat: Sendable {
    /// As it stands in the warehouse: `lm-evaluation-harness`.
    var name: String { get }
    /// For who gave something else: "a table with the columns …".
    var whatToGive: String { get }
    /// Raised when reading the same bytes gives something else.
    var readerVersion: Int { get }

    /// The files of a container that make one source, in the order in which they are to be read; nil where the
    /// container is none. What a directory holds besides is looked at file by file; a zip is taken whole.
    func claim(_ container: Container) -> [String]?

    /// What a file is to this format, by its name and its first bytes; nil when it is nothing.
    func recognize(_ candidate: Candidate) -> Recognition?

    /// What a file lacks that is nearly of this format; nil where it is nothing like it.
    func unlike(_ candidate: Candidate) -> SourceError?

    /// Reads a results file.
    ///
    /// - Parameter location: where it lies: its name may say what its text does not.
    /// - Returns: nil when its shape is not this format's after all.
    /// - Throws: `JSONFault` when it cannot be read, `UnreadFormat` when it is of another format that is known.
    func readResults(_ text: [UInt8], at location: SourceLocation) throws -> ParsedResults?

    /// The results file that a source belongs to, with its task's key there.
    /// - Parameter results: those of the same directory, with their places in the catalog.
    func results(of file: SourceFile, among results: [(Int, ResultsFile)]) -> (index: Int, task: String)?

    /// Opens a source to be read.
    func jobs(of file: SourceFile, results: ResultsFile?, from parts: any SourceParts) throws -> ParsingJobs
}

extension InputFormat {
    func claim(_ container: Container) -> [String]? { nil }
    func unlike(_ candidate: Candidate) -> SourceError? { nil }
    func readResults(_ text: [UInt8], at location: SourceLocation) throws -> ParsedResults? { nil }
    func results(of file: SourceFile, among results: [(Int, ResultsFile)]) -> (index: Int, task: String)? {
        nil
    }
}

/// A results file as its format reads it.
struct ParsedResults {
    var statement: ResultsRecord
    /// The reference under which its samples stand in a warehouse that never saw it; nil: under none.
    var orphanReference: String?
    /// What the format itself needs again to read the samples.
    var details: any Sendable
}

/// A zip or a directory, by the names of what it holds.
final class Container {
    let location: SourceLocation
    let kind: ContainerContents.Kind
    private let list: () throws -> [String]

    /// - Parameter list: asked once, where a format wants to know.
    init(_ location: SourceLocation, _ kind: ContainerContents.Kind, list: @escaping () throws -> [String]) {
        (self.location, self.kind, self.list) = (location, kind, list)
    }

    /// Of a directory the files that lie in it itself; of a zip all members, in its order. Empty where it cannot be
    /// listed: the damage shows where its files are read one by one.
    private(set) lazy var names: [String] = (try? list()) ?? []
}

/// A file before it is known.
struct Candidate {
    var location: SourceLocation
    /// The first bytes, decompressed.
    var head: [UInt8]
}

enum Recognition {
    /// To be read whole. `isCertain` when the name alone says so: then a fault is an error.
    case results(isCertain: Bool)
    /// `details` is what the format itself needs again to read it.
    case responses(SourceFile.Role, details: (any Sendable)? = nil)
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

/// A format that is known and not read: told by its name, not as "unknown".
struct UnreadFormat: Error, Equatable {
    /// Which version of which program wrote it.
    var name: String
    /// What it does not say, and nothing can make up.
    var lacking: String
    var remedy: String

    func error(of location: SourceLocation) -> SourceError {
        SourceError(
            path: location.description, reason: "is \(name), known but not read: \(lacking)", remedy: remedy)
    }
}
