import Glibc
public import LogariumCore

/// Writes reports as CSV files into a directory, with a manifest.
public struct Export {
    private let directory: String

    /// - Parameter force: whether a directory that holds other things may be added to.
    /// - Throws: `OutputError.notEmpty`, `OutputError.failed`.
    public init(directory: String, force: Bool = false) throws {
        self.directory = directory
        if mkdir(directory, 0o755) != 0, errno != EEXIST { throw Self.failure(directory) }
        let names = try Self.names(in: directory)
        guard force || names.isEmpty || names.contains(ExportManifest.fileName) else {
            throw OutputError.notEmpty(path: directory)
        }
    }

    /// Writes every report, one after another, and the manifest last: where it is missing the export is not whole.
    ///
    /// - Parameters:
    ///   - schemaVersion: of the warehouse.
    ///   - onFile: told of each file when it stands.
    @discardableResult
    public func write(
        _ reports: [Report], schemaVersion: Int, onFile: (ExportManifest.File) -> Void = { _ in }
    ) throws -> ExportManifest {
        unlink(path(ExportManifest.fileName))
        var manifest = ExportManifest(schemaVersion: schemaVersion, files: [])
        for report in reports {
            manifest.files.append(try write(report))
            manifest.files.last.map(onFile)
        }
        let file = try NewFile(path: path(ExportManifest.fileName))
        try file.write(manifest.json)
        try file.commit()
        return manifest
    }

    private func write(_ report: Report) throws -> ExportManifest.File {
        let name = report.name + ".csv"
        let file = try NewFile(path: path(name))
        let digest = DigestingOutput(file)
        var writer = OutputFormat.csv.writer(to: digest)
        let count = try writer.write(report.rows)
        try file.commit()
        return ExportManifest.File(
            name: name, rows: count.rows, bytes: digest.bytes, sha256: digest.takeHex(),
            querySHA256: SHA256Digest.hex(of: report.sql))
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
