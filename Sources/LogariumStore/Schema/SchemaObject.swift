/// A table or view, with the comment that stands above it in `migrations/`.
public struct SchemaObject: Sendable, Equatable {
    public enum Kind: String, Sendable { case table, view }
    public let name: String
    public let kind: Kind
    public let comment: String
    public let columns: [String]
    /// The statement that makes it.
    public let sql: String
}

extension ReadConnection {
    /// Every table and view of the warehouse, tables first, by name.
    public func schema() throws -> [SchemaObject] {
        let rows = try rows(
            """
            SELECT s.name, s.type, s.sql, (SELECT json_group_array(c.name) FROM pragma_table_info(s.name) AS c)
            FROM sqlite_schema AS s
            WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite%'
            ORDER BY s.type, s.name
            """)
        return rows.compactMap { row in
            guard let name = row[0].text, let kind = SchemaObject.Kind(rawValue: row[1].text ?? "") else {
                return nil
            }
            return SchemaObject(
                name: name, kind: kind, comment: SchemaComment.of(name) ?? "",
                columns: (row[3].text ?? "").split { "[],\"".contains($0) }.map(String.init),
                sql: row[2].text ?? "")
        }
    }
}

/// Finds comments in the text of migrations and views.
enum SchemaComment {
    /// The lines of comment right above `CREATE TABLE name`, or at the top of a view's file; else the one behind it.
    static func of(_ name: String) -> String? {
        let texts = SchemaView.named(name).map { [$0.sql] } ?? Migration.all.reversed().map(\.sql)
        for text in texts {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            guard let place = lines.firstIndex(where: { isCreation($0, of: name) }) else { continue }
            let above = lines[..<place].reversed().prefix { $0.hasPrefix("-- ") }.reversed()
            let comment = above.map { $0.dropFirst(3) }.joined(separator: " ")
            return comment.isEmpty ? behind(lines[place]) : comment
        }
        return nil
    }

    private static func isCreation(_ line: Substring, of name: String) -> Bool {
        ["CREATE TABLE ", "CREATE VIEW "].contains { start in
            guard line.hasPrefix(start + name) else { return false }
            return line.dropFirst(start.count + name.count).first.map { $0 == " " || $0 == "(" } ?? true
        }
    }

    private static func behind(_ line: Substring) -> String? {
        guard let mark = line.indices.first(where: { line[$0...].hasPrefix("-- ") }) else { return nil }
        return String(line[mark...].dropFirst(3))
    }
}
