import CSQLiteFunctions

/// SQLite's calls of the functions in `SQLTableFunction.all`, by their index there.
enum TableCalls {
    /// - Parameter warehouse: a retained `ColumnReader`, which goes with the connection.
    static func register(
        on connection: UnsafeMutableRawPointer, _ warehouse: UnsafeMutableRawPointer
    ) -> Int32 {
        for (tag, table) in SQLTableFunction.all.enumerated() {
            let code = table.name.withCString { name in
                table.declaration.withCString { declaration in
                    var entry = csqlite_table(
                        name: name, declaration: declaration, columns: Int32(table.columns.count),
                        arguments: Int32(table.arguments.count),
                        required: Int32(table.arguments.count { !$0.isOptional }), tag: Int32(tag))
                    return csqlite_register_table(
                        connection, &entry, callbacks, warehouse,
                        tag == 0
                            ? { Unmanaged<ColumnReader>.fromOpaque($0.unsafelyUnwrapped).release() } : nil)
                }
            }
            guard code == 0 else { return code }
        }
        return 0
    }

    private static let callbacks = csqlite_table_callbacks(
        open: { warehouse, tag in
            ColumnReader.held(by: warehouse).map { reader in
                Unmanaged.passRetained(Cursor(SQLTableFunction.all[Int(tag)], reader)).toOpaque()
            }
        },
        close: { pointer in
            guard let pointer else { return }
            let cursor = Unmanaged<Cursor>.fromOpaque(pointer).takeRetainedValue()
            cursor.reader.end()
        },
        filter: { pointer, values, count, message in
            guard let pointer else { return -1 }
            let cursor = Unmanaged<Cursor>.fromOpaque(pointer).takeUnretainedValue()
            let arguments = SQLArguments(cursor.table.arguments, values, count)
            do throws(SQLFunctionError) {
                cursor.rows = try cursor.table.rows(arguments, cursor.reader)
                return Int64(cursor.rows.count)
            } catch {
                let text = Array("\(cursor.table.name): \(error.message)".utf8)
                csqlite_give_message(message, text, Int64(text.count))
                return -1
            }
        },
        column: { pointer, row, column, context in
            guard let pointer else { return }
            let cursor = Unmanaged<Cursor>.fromOpaque(pointer).takeUnretainedValue()
            cursor.rows[Int(row)][Int(column)].give(to: context)
        })

    /// One place in a FROM clause.
    private final class Cursor {
        let table: SQLTableFunction
        let reader: ColumnReader
        var rows: [[SQLValue]] = []

        init(_ table: SQLTableFunction, _ reader: ColumnReader) {
            (self.table, self.reader) = (table, reader)
            reader.begin()
        }
    }
}
