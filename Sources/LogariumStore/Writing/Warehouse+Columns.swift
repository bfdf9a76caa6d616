import Foundation
import GRDB
import LogariumFunctions

extension Warehouse {
    /// Packs the responses of every run that is not packed yet into `run_column`, so that questions need not step
    /// through them. What is answered is the same without.
    ///
    /// Some runs a transaction: what ends it early costs nothing but time.
    ///
    /// - Parameter onProgress: told how many of the missing runs are done; false stops.
    /// - Returns: how many runs were packed.
    @discardableResult
    public func packColumns(
        onProgress: (_ done: Int, _ of: Int) -> Bool = { _, _ in true }
    ) throws -> Int {
        let missing = try queue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT run_id, n_examples FROM run
                    WHERE run_id NOT IN (SELECT run_id FROM run_column WHERE form = ?)
                        AND EXISTS (SELECT 1 FROM response WHERE response.run_id = run.run_id)
                    ORDER BY task_id, run_id
                    """, arguments: [RunColumns.form]
            ).map { (run: $0[0] as Int64, examples: $0[1] as Int) }
        }
        var done = 0
        while done < missing.count, onProgress(done, missing.count) {
            try write { db in
                let packing = try ColumnPacking(db)
                defer { packing.close() }
                var examples = 0
                while done < missing.count, examples < Self.examplesPerTransaction {
                    try packing.pack(run: missing[done].run)
                    examples += missing[done].examples
                    done += 1
                }
                try packing.finish()
            }
        }
        return done
    }

    private static let examplesPerTransaction = 500_000

    /// Takes all packed columns out again.
    ///
    /// - Returns: how many runs had some.
    @discardableResult
    public func dropColumns() throws -> Int {
        try write { db in
            try db.execute(sql: "DELETE FROM run_column")
            return db.changesCount
        }
    }
}

/// Writes rows of `run_column` and `run_column_lse`, each table's together, so that who reads one table of many runs
/// does not read past the other.
private final class ColumnPacking {
    private let reader: ColumnReader
    private let mainInsertion: Statement
    private let lseInsertion: Statement
    private var lse: [(run: Int64, packed: [[UInt8]])] = []

    init(_ db: Database) throws {
        guard let connection = db.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
        }
        func insertion(into table: String, _ names: [String]) throws -> Statement {
            let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
            return try db.makeStatement(
                sql: "INSERT OR REPLACE INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(marks))")
        }
        mainInsertion = try insertion(
            into: "run_column",
            ["run_id", "form", "n_examples"] + RunMeasures.names + RunColumns.mainNames)
        lseInsertion = try insertion(into: "run_column_lse", ["run_id"] + RunColumns.lseNames)
        reader = ColumnReader(connection: UnsafeMutableRawPointer(connection))
        reader.begin()
    }

    func close() { reader.end() }

    func pack(run: Int64) throws {
        let columns = try reader.rows(of: run)
        guard columns.count > 0 else { return }
        let head: [DatabaseValue] = [run, RunColumns.form, Int64(columns.count)].map(\.databaseValue)
        let measures = columns.measures.values.map(\.databaseValue)
        try mainInsertion.execute(
            arguments: StatementArguments(head + measures + Self.values(columns.packedMain)))
        lse.append((run, columns.packedLSE))
    }

    /// Writes what belongs to the runs that were packed and stands apart.
    func finish() throws {
        for (run, packed) in lse {
            try lseInsertion.execute(
                arguments: StatementArguments([run.databaseValue] + Self.values(packed)))
        }
        lse = []
    }

    private static func values(_ columns: [[UInt8]]) -> [DatabaseValue] {
        columns.map { Data($0).databaseValue }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}
