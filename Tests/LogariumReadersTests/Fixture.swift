import CArchive
import Foundation
import LogariumCore

@testable import LogariumReaders

/// A directory of its own, gone with the last reference.
final class TemporaryDirectory {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "logarium-readers-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ data: Data) throws -> String {
        let file = "\(path)/\(name)"
        let directory = URL(filePath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try data.write(to: URL(filePath: file))
        return file
    }
}

/// Compresses and packs, by libarchive.
enum Packing: String, CaseIterable {
    case none, gzip, zstd, xz

    struct Failed: Error {}

    /// One text, compressed.
    func compress(_ text: Data, to path: String) throws {
        try write(to: path, [("data", text)]) { archive_write_set_format_raw($0) }
    }

    func tar(_ members: [(String, Data)], to path: String) throws {
        try write(to: path, members) { archive_write_set_format_pax_restricted($0) }
    }

    static func zip(_ members: [(String, Data)], to path: String) throws {
        try none.write(to: path, members) { archive_write_set_format_zip($0) }
    }

    private func write(
        to path: String, _ members: [(String, Data)], _ setFormat: (OpaquePointer?) -> Int32
    ) throws {
        let archive = archive_write_new()
        defer { archive_write_free(archive) }
        _ = setFormat(archive)
        switch self {
        case .none: archive_write_add_filter_none(archive)
        case .gzip: archive_write_add_filter_gzip(archive)
        case .zstd: archive_write_add_filter_zstd(archive)
        case .xz: archive_write_add_filter_xz(archive)
        }
        guard archive_write_open_filename(archive, path) == ARCHIVE_OK else { throw Failed() }
        for (name, data) in members {
            let entry = archive_entry_new()
            defer { archive_entry_free(entry) }
            archive_entry_set_pathname(entry, name)
            archive_entry_set_filetype(entry, 0o100000)
            archive_entry_set_perm(entry, 0o644)
            archive_entry_set_size(entry, Int64(data.count))
            guard archive_write_header(archive, entry) == ARCHIVE_OK,
                data.withUnsafeBytes({ archive_write_data(archive, $0.baseAddress, $0.count) }) == data.count
            else { throw Failed() }
        }
        guard archive_write_close(archive) == ARCHIVE_OK else { throw Failed() }
    }
}

/// Lines of a samples file read by a task's configuration.
enum Fixture {
    /// - Parameter config: the task's entry of `configs`, JSON; nil for a missing results file.
    static func read(
        _ text: String, config: String? = #"{"output_type":"multiple_choice"}"#, into sink: RecordingSink
    ) throws {
        let parser = try JSONParser()
        let task = try config.map {
            let root = try parser.parse(#"{"results":{},"configs":{"t":\#($0)}}"#)
            return LMEvalTaskConfig(root["configs"]?["t"] ?? root, results: root)
        }
        let reader = LMEvalSamplesReader(config: task) {
            LMEvalUnpaired(directory: "model", task: "t", timestamp: "now").run($0)
        }
        try ParsingJobs(reader, of: SinglePart(Array(text.utf8))).run(into: sink, with: ReadingTools())
    }

    static func samples(_ text: String, config: String? = #"{"output_type":"multiple_choice"}"#) throws
        -> [Sample]
    {
        let sink = RecordingSink()
        try read(text, config: config, into: sink)
        return sink.samples.map(\.sample)
    }

    static func sample(_ text: String, config: String? = #"{"output_type":"multiple_choice"}"#) throws
        -> Sample
    {
        let samples = try samples(text, config: config)
        guard let first = samples.first else { throw LineFault(reason: "no sample") }
        return first
    }

    /// A line of a multiple choice as 0.4.13 writes it.
    static func choice(
        id: Int = 0, context: String = "Q:", choices: [String] = [" Yes", " No"],
        resps: [String] = ["-1.5", "-0.5"],
        target: String = #""1""#, metrics: String = #""metrics": ["acc"], "acc": 1.0"#
    ) -> String {
        let arguments = choices.enumerated().map {
            #""gen_args_\#($0.offset)": {"arg_0": "\#(context)", "arg_1": "\#($0.element)"}"#
        }
        let entries = resps.map { #"[["\#($0)", "False"]]"# }
        return #"{"doc_id": \#(id), "doc": {"q": \#(id)}, "target": \#(target), "arguments": {"#
            + arguments.joined(separator: ", ") + #"}, "resps": ["# + entries.joined(separator: ", ")
            + #"], "filter": "none", \#(metrics)}"#
    }

    static func results(_ text: String) throws -> LMEvalResults {
        let parser = try JSONParser()
        guard let reader = LMEvalResultsReader(try parser.parse(text)) else {
            throw LineFault(reason: "no results")
        }
        return reader.read()
    }
}

/// SplitMix64: the same numbers every time.
struct SeededRandom {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}
