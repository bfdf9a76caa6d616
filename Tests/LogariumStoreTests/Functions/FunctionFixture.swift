import Foundation
import GRDB
import LogariumFunctions

@testable import LogariumStore

/// An empty in-memory database whose connection has Logarium's functions, as every one that this process opens.
struct FunctionFixture {
    let queue: DatabaseQueue

    init() throws {
        SQLFunction.addToEveryConnection()
        queue = try DatabaseQueue()
    }

    func number(_ sql: String, _ arguments: [Double?] = []) throws -> Double? {
        try queue.read { try Double.fetchOne($0, sql: sql, arguments: StatementArguments(arguments)) }
    }

    /// An expression over a case's inputs, `:name` each.
    func number(_ expression: String, named inputs: JSONNumberTree) throws -> Double? {
        var arguments: [String: Double?] = [:]
        for (name, value) in inputs.object where expression.contains(":\(name)") {
            arguments[name] = .some(value.number)
        }
        return try queue.read {
            try Double.fetchOne($0, sql: "SELECT \(expression)", arguments: StatementArguments(arguments))
        }
    }

    /// Every row, its numbers by column.
    func rows(_ sql: String, _ arguments: [Double?] = []) throws -> [[String: Double?]] {
        try queue.read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map { row in
                Dictionary(uniqueKeysWithValues: row.columnNames.map { ($0, row[$0] as Double?) })
            }
        }
    }

    /// What the statement's only cell holds as JSON; nil for NULL.
    func json(_ sql: String, _ arguments: [Double?] = []) throws -> JSONNumberTree? {
        let text = try queue.read {
            try String.fetchOne($0, sql: sql, arguments: StatementArguments(arguments))
        }
        return try text.map { try JSONDecoder().decode(JSONNumberTree.self, from: Data($0.utf8)) }
    }

    /// SQLite's words for why the statement fails; nil where it does not.
    func failure(_ sql: String) -> String? {
        do {
            try queue.write { try $0.execute(sql: sql) }
            return nil
        } catch let error as DatabaseError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    func execute(_ sql: String) throws { try queue.write { try $0.execute(sql: sql) } }

    /// Rows of numbers as a new table; one column a name, a row a tuple.
    func table(_ name: String, _ columns: [String], _ rows: [[(any DatabaseValueConvertible)?]]) throws {
        try queue.write { db in
            try db.execute(sql: "CREATE TABLE \(name) (\(columns.joined(separator: ", ")))")
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            for row in rows {
                try db.execute(
                    sql: "INSERT INTO \(name) VALUES (\(marks))", arguments: StatementArguments(row))
            }
        }
    }
}

extension FunctionFixture {
    /// Runs 1 and 2 of two examples each, for functions that read the warehouse they are called in.
    func addRuns() throws {
        try execute(
            """
            CREATE TABLE example (example_id INTEGER PRIMARY KEY, cluster TEXT);
            INSERT INTO example VALUES (1, 'a'), (2, 'b');
            CREATE TABLE response (run_id, example_id, status, credit, lse_matching, lse_other, logodds);
            INSERT INTO response VALUES
                (1, 1, 'ok', 1.0, -1.0, -2.0, 1.0), (1, 2, 'ok', 0.0, -2.0, -1.5, -0.5),
                (2, 1, 'ok', 1.0, -1.0, -3.0, 2.0), (2, 2, 'ok', 1.0, -1.0, -1.5, 0.5);
            """)
    }

    /// The matrix Y of a case as the table `line`: one row an example and state.
    func addLine(of test: ReferenceCase) throws {
        let matrix = try test.matrix("Y")
        let clusters = test.inputs["cluster"].list
        let x = test.inputs["x"].numbers?.compactMap { $0 } ?? matrix[0].indices.map(Double.init)
        var rows: [[(any DatabaseValueConvertible)?]] = []
        for (example, values) in matrix.enumerated() {
            let cluster = clusters.map { $0[example].text ?? "\($0[example].number ?? .nan)" }
            for (state, y) in values.enumerated() {
                rows.append(["e\(example)", cluster, state + 1, x[state], y])
            }
        }
        // The functions sort for themselves.
        rows.reverse()
        try table("line", ["example", "cluster", "state", "x", "y"], rows)
    }
}

extension ReferenceCase {
    struct Malformed: Error { let input: String }

    func numbers(_ name: String) throws -> [Double] {
        guard let numbers = inputs[name].numbers?.compactMap({ $0 }) else { throw Malformed(input: name) }
        return numbers
    }

    func matrix(_ name: String) throws -> [[Double]] {
        guard let rows = inputs[name].list?.map({ $0.numbers?.compactMap { $0 } ?? [] }), !rows.isEmpty else {
            throw Malformed(input: name)
        }
        return rows
    }
}
