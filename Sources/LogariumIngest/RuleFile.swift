import Foundation
public import LogariumCore
import LogariumReaders

/// Reads `models.csv` and `tasks.csv`.
public enum RuleFile {
    /// - Throws: `SourceError` with file and line for an unknown column or a bad cell.
    public static func models(_ path: String) throws -> [ModelRule] {
        try rows(path, columns: ModelRule.columns, ModelRule.init)
    }

    /// - Throws: `SourceError` with file and line for an unknown column or a bad cell.
    public static func tasks(_ path: String) throws -> [TaskRule] {
        try rows(path, columns: TaskRule.columns, TaskRule.init)
    }

    private static func rows<Rule>(
        _ path: String, columns: [String],
        _ rule: (_ line: Int, _ cells: [String: String]) throws(RuleFault) -> Rule
    ) throws -> [Rule] {
        let reader = try CSVReader(path: path)
        guard let header = try reader.next()?.fields else {
            throw SourceError(
                path: path, line: 1, reason: "the file is empty",
                remedy: "give it the header \(columns.joined(separator: ","))")
        }
        try check(header, path: path, columns: columns)
        var rules: [Rule] = []
        while let row = try reader.next() {
            guard row.fields.count == header.count else {
                throw SourceError(
                    path: path, line: row.line,
                    reason: "the row has \(row.fields.count) cells, the header \(header.count)",
                    remedy: "quote cells that hold a comma")
            }
            let cells = Dictionary(zip(header, row.fields)) { first, _ in first }
            do throws(RuleFault) { rules.append(try rule(row.line, cells)) } catch {
                throw SourceError(
                    path: path, line: error.line, reason: error.reason, remedy: "correct the cell")
            }
        }
        return rules
    }

    private static func check(_ header: [String], path: String, columns: [String]) throws {
        let known = "the columns are \(columns.joined(separator: ", "))"
        if let unknown = header.first(where: { !columns.contains($0) }) {
            throw SourceError(path: path, line: 1, reason: "there is no column \"\(unknown)\"", remedy: known)
        }
        guard header.contains("match") else {
            throw SourceError(path: path, line: 1, reason: "the column match is missing", remedy: known)
        }
    }
}
