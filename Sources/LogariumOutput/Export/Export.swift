import Glibc
public import LogariumCore

/// Writes answers as CSV files into a directory, with a manifest.
public struct Export {
    private let directory: String
    private let csvSafe: Bool
    /// What was there without a manifest: of an export that was ended early, or else not ours.
    private let unexplained: [String]

    /// - Parameters:
    ///   - force: whether a directory that holds other things may be added to.
    ///   - csvSafe: whether texts that a spreadsheet would take for formulas get a `'` before them.
    /// - Throws: `OutputError.notEmpty`, `OutputError.failed`.
    public init(directory: String, force: Bool = false, csvSafe: Bool = false) throws {
        (self.directory, self.csvSafe) = (directory, csvSafe)
        if mkdir(directory, 0o755) != 0, errno != EEXIST { throw Self.failure(directory) }
        let names = try Self.names(in: directory)
        unexplained = force || names.contains(ExportManifest.fileName) ? [] : names
        guard unexplained.allSatisfy({ $0.hasSuffix(".csv") || $0.hasSuffix(".tmp") }) else {
            throw OutputError.notEmpty(path: directory)
        }
    }

    /// Writes every answer, one after another, and the manifest last: where it is missing the export is not whole.
    ///
    /// - Parameters:
    ///   - schemaVersion: of the warehouse.
    ///   - onFile: told of each file when it stands.
    @discardableResult
    public func write(
        _ answers: [NamedAnswer], schemaVersion: Int, onFile: (ExportManifest.File) -> Void = { _ in }
    ) throws -> ExportManifest {
        guard unexplained.allSatisfy({ isOurs($0, among: answers) }) else {
            throw OutputError.notEmpty(path: directory)
        }
        unlink(path(ExportManifest.fileName))
        var manifest = ExportManifest(schemaVersion: schemaVersion, files: [])
        for answer in answers {
            manifest.files.append(try write(answer))
            manifest.files.last.map(onFile)
        }
        let file = try NewFile(path: path(ExportManifest.fileName))
        try file.write(manifest.json)
        try file.commit()
        return manifest
    }

    private func write(_ answer: NamedAnswer) throws -> ExportManifest.File {
        let name = answer.name + ".csv"
        let file = try NewFile(path: path(name))
        let digest = DigestingOutput(file)
        var writer = OutputFormat.csv.writer(to: digest, csvSafe: csvSafe)
        let count = try writer.write(answer.rows)
        try file.commit()
        return ExportManifest.File(
            name: name, rows: count.rows, bytes: digest.bytes, sha256: digest.takeHex(),
            querySHA256: SHA256Digest.hex(of: answer.sql))
    }

    /// Whether a file is what an export that was ended early leaves: named as an answer, with the answer's columns, or
    /// the temporary file of one.
    private func isOurs(_ name: String, among answers: [NamedAnswer]) -> Bool {
        if name.hasSuffix(".tmp") {
            return (answers.map { $0.name + ".csv" } + [ExportManifest.fileName]).contains { file in
                name.hasPrefix(file + ".") && Int(name.dropFirst(file.count + 1).dropLast(4)) != nil
            }
        }
        guard let answer = answers.first(where: { $0.name + ".csv" == name }),
            let file = fopen(path(name), "r")
        else { return false }
        defer { fclose(file) }
        let header = Array((CSVWriter.header(answer.rows.columnNames)).utf8)
        var bytes = [UInt8](repeating: 0, count: header.count)
        return fread(&bytes, 1, bytes.count, file) == bytes.count && bytes == header
    }

    private func path(_ name: String) -> String { directory + "/" + name }

    private static func names(in directory: String) throws -> [String] {
        guard let folder = opendir(directory) else { throw failure(directory) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func failure(_ path: String) -> OutputError {
        .failed(path: path, reason: String(cString: strerror(errno)))
    }
}

/// Passes text on, counting and hashing its bytes.
final class DigestingOutput: TextOutput {
    private let output: any TextOutput
    private var digest: SHA256Digest? = SHA256Digest()
    private(set) var bytes = 0

    init(_ output: any TextOutput) { self.output = output }

    func write(_ text: String) throws {
        bytes += text.utf8.count
        digest?.update(text)
        try output.write(text)
    }

    /// SHA-256 of everything that was written; asked once, at the end.
    func takeHex() -> String { digest.take()?.finalizeHex() ?? "" }
}
