import LogariumCore
import LogariumText

/// What an export holds, so that it can be checked without the warehouse.
public struct ExportManifest: Sendable, Equatable {
    public struct File: Sendable, Equatable {
        public var name: String
        public var rows: Int
        public var bytes: Int
        public var sha256: String
        /// Of the query's text.
        public var querySHA256: String
    }

    public static let fileName = "manifest.json"

    public var programVersion = ProgramVersion.current
    public var schemaVersion: Int
    public var files: [File]

    /// JSON, a file a line, in the order of `files`; the same export gives the same text.
    var json: String {
        let entries = files.map { file in
            "    {\"name\": \(quotedJSON(file.name)), \"rows\": \(file.rows), \"bytes\": \(file.bytes), "
                + "\"sha256\": \"\(file.sha256)\", \"query_sha256\": \"\(file.querySHA256)\"}"
        }
        return """
            {
              "format": "logarium-export",
              "program_version": \(quotedJSON(programVersion)),
              "schema_version": \(schemaVersion),
              "files": [
            \(entries.joined(separator: ",\n"))
              ]
            }

            """
    }
}
