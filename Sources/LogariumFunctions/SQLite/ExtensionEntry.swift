import CSQLiteFunctions

/// What SQLite calls to add every function to a connection: the entry point of the loadable extension, and what
/// `sqlite3_auto_extension` takes.
///
/// - Parameters:
///   - connection: a `sqlite3 *`.
///   - message: unused; SQLite's own words for its result code are enough.
///   - api: SQLite's functions, a `const sqlite3_api_routines *`.
/// - Returns: an SQLite result code.
@c(sqlite3_logarium_init)
public func addLogariumFunctions(
    to connection: UnsafeMutableRawPointer?, _ message: UnsafeMutableRawPointer?, _ api: UnsafeRawPointer?
) -> Int32 {
    guard let connection else { return 0 }
    let warehouse = Unmanaged.passRetained(ColumnReader(connection: connection)).toOpaque()
    for (tag, function) in SQLFunction.all.enumerated() {
        for count in function.numbersOfArguments {
            let code = function.name.withCString { name in
                var entry = csqlite_function(
                    name: name, arguments: Int32(count), is_aggregate: function.isAggregate, tag: Int32(tag))
                return csqlite_register(connection, api, &entry, 1, FunctionCalls.callbacks, warehouse)
            }
            guard code == 0 else { return code }
        }
    }
    return TableCalls.register(on: connection, warehouse)
}
