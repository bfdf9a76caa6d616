import ArgumentParser
import LogariumStore

/// A verb that is one standard query.
struct NamedQuery {
    let name: String

    init(_ name: String) { self.name = name }

    func run(_ warehouse: WarehouseOption, _ output: OutputOptions) throws {
        try reportingFailures {
            let query = try QueryCatalog.query(name)
            let limits = ReadLimits.interactive()
            let connection = try ReadConnection(path: warehouse.path, limits: limits)
            try output.write(connection.prepare(query, given: [:]), check: limits.checkCancelled)
        }
    }
}
