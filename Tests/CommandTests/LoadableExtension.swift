import Foundation
import LogariumCore

/// SQLite's loadable extension, and two clients that load it: Debian's `sqlite3` and Debian's Python.
enum LoadableExtension {
    /// Linked anew, so that it is never older than the tests.
    static let linked = Result { try link() }

    private static func link() throws -> String {
        let answer = try Program("/bin/bash").run([".ci/extension", "debug"])
        guard answer.status == 0 else { throw Program.Failed(answer: answer) }
        return CommandLine.executable.deletingLastPathComponent().appending(path: "logarium.so").path
    }

    /// Something that runs SQL after loading the extension and writes CSV under a header.
    enum Client: String, CaseIterable, CustomStringConvertible {
        case sqlite3
        /// Not the first one on the PATH, which may be built without extensions.
        case python = "/usr/bin/python3"

        var description: String { rawValue }

        /// Digits that it prints of a number: bit for bit where it prints them all.
        var tolerance: Double { self == .python ? 0 : 1e-14 }

        func rows(of sql: String, bound: [String: ResultValue] = [:], in database: String) throws -> CSVTable
        {
            let answer = try self == .python ? python(sql, bound, database) : shell(sql, bound, database)
            guard answer.status == 0, answer.errors.isEmpty else { throw Program.Failed(answer: answer) }
            return try CSVTable(answer.output)
        }

        private func shell(
            _ sql: String, _ bound: [String: ResultValue], _ database: String
        ) throws -> CommandLine.Answer {
            let parameters = bound.sorted { $0.key < $1.key }.map {
                ".parameter set :\($0) \"\(literal($1))\"\n"
            }
            let script =
                ".load \(try linked.get())\n.mode csv\n.headers on\n" + parameters.joined() + sql + ";\n"
            return try Program("/usr/bin/sqlite3").run(
                ["-batch", "-bail", "-readonly", database], input: script)
        }

        private func literal(_ value: ResultValue) -> String {
            switch value {
            case .null, .blob: "NULL"
            case .integer(let integer): "\(integer)"
            case .real(let real): "\(real)"
            case .text(let text): "'\(text.replacing("'", with: "''"))'"
            }
        }

        private func python(
            _ sql: String, _ bound: [String: ResultValue], _ database: String
        ) throws -> CommandLine.Answer {
            let values = bound.mapValues { value -> Any in
                switch value {
                case .null, .blob: NSNull()
                case .integer(let integer): integer
                case .real(let real): real
                case .text(let text): text
                }
            }
            let request: [String: Any] = [
                "extension": try linked.get(), "database": database, "sql": sql, "values": values,
            ]
            let data = try JSONSerialization.data(withJSONObject: request)
            return try Program(rawValue).run(
                ["-c", Self.script], input: String(decoding: data, as: UTF8.self))
        }

        private static let script = """
            import csv, json, sqlite3, sys
            request = json.load(sys.stdin)
            warehouse = sqlite3.connect(f"file:{request['database']}?mode=ro", uri=True)
            warehouse.enable_load_extension(True)
            warehouse.load_extension(request["extension"])
            rows = warehouse.execute(request["sql"], request["values"])
            table = csv.writer(sys.stdout, lineterminator="\\n")
            table.writerow(column[0] for column in rows.description)
            table.writerows([repr(cell) if isinstance(cell, float) else cell for cell in row] for row in rows)
            """
    }
}
