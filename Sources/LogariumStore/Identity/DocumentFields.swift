import Foundation
import GRDB
import LogariumCore

/// The fields of a task's documents that hold an example's cluster, subset, truth and matching choices.
struct DocumentFields: Equatable {
    var cluster: String?
    var subset: String?
    var truth: String?
    var matching: String?

    var isEmpty: Bool { cluster == nil && subset == nil && truth == nil && matching == nil }

    func filling(from other: DocumentFields) -> DocumentFields {
        DocumentFields(
            cluster: cluster ?? other.cluster, subset: subset ?? other.subset, truth: truth ?? other.truth,
            matching: matching ?? other.matching)
    }

    /// The column of `tasks.csv` and the field, for each that is named.
    var named: [(column: String, field: String)] {
        [("cluster", cluster), ("subset", subset), ("truth", truth), ("matching", matching)].compactMap {
            pair in
            pair.1.map { (pair.0, $0) }
        }
    }

    /// Whether a document of a task has a field.
    static func isThere(_ field: String, task: Int64, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM example WHERE task_id = ? AND JSON_TYPE(document, ?) IS NOT NULL)
                """,
            arguments: [task, path(field)]) ?? false
    }

    /// What a document of a task has, dots for nesting; empty where no document was kept.
    static func all(of task: Int64, _ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT SUBSTR(node.fullkey, 3)
                FROM (SELECT document FROM example WHERE task_id = ? AND document IS NOT NULL LIMIT 1) AS first
                INNER JOIN JSON_TREE(first.document) AS node
                WHERE node.fullkey <> '$' AND INSTR(node.fullkey, '[') = 0
                """,
            arguments: [task]
        ).map { $0.replacing("\"", with: "") }
    }

    /// What the fields hold in one document; a field that the document lacks is nil.
    func values(in document: String?, _ db: Database) throws -> (
        cluster: String?, subset: String?, truth: String?, matching: MatchingField?
    ) {
        guard let document, !isEmpty else { return (nil, nil, nil, nil) }
        let row = try Row.fetchOne(
            db, sql: "SELECT ?1 ->> ?2, ?1 ->> ?3, ?1 ->> ?4, ?1 -> ?5",
            arguments: [
                document, Self.path(cluster), Self.path(subset), Self.path(truth), Self.path(matching),
            ])
        func text(_ index: Int) -> String? {
            row.flatMap { row -> String? in
                switch (row[index] as DatabaseValue).storage {
                case .string(let text): text
                case .int64(let number): "\(number)"
                case .double(let number): "\(number)"
                default: nil
                }
            }
        }
        return (text(0), text(1), text(2), text(3).flatMap(MatchingField.init(json:)))
    }

    /// SQLite's path of a dotted name; NULL extracts NULL.
    private static func path(_ field: String?) -> String? {
        field.map { "$" + $0.split(separator: ".").map { ".\"\($0)\"" }.joined() }
    }
}

extension MatchingField {
    /// - Parameter json: any JSON value; objects, null and fractions hold no index.
    init?(json: String) {
        guard let value = try? JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
        else { return nil }
        self.init(value)
    }

    private init?(_ value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let list as [Any]:
            let items = list.compactMap(MatchingField.init)
            guard items.count == list.count else { return nil }
            self = .list(items)
        case let number as NSNumber:
            guard let integer = Int(exactly: number.doubleValue) else { return nil }
            self = .integer(integer)
        default: return nil
        }
    }
}
