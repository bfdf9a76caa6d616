import ArgumentParser
import LogariumCore
import LogariumOutput
import LogariumStore

/// A standard query with what is asked of it, answered as the options say.
struct NamedQuery {
    let query: QueryDefinition
    var values: [String: String] = [:]

    init(_ query: QueryDefinition, _ values: [String: String] = [:]) {
        (self.query, self.values) = (query, values)
    }

    init(_ name: String) throws { try self.init(QueryCatalog.query(name)) }

    func answer(
        _ warehouse: WarehouseOption, _ columns: ColumnOptions, _ output: OutputOptions, limit: Int? = nil
    ) throws {
        _ = try query.values(given: values)
        let limits = ReadLimits.interactive()
        let connection = try ReadConnection(path: warehouse.path, limits: limits)
        let format = output.chosenFormat
        let answer = try columns.chosen(
            from: connection.prepare(query, given: values), of: query, as: format)
        let count = try output.write(
            answer, limit: limit, liftsConstants: columns.liftsConstants, check: limits.checkCancelled)
        guard limit != 0 else { return }
        if count > 0 { columns.explain(query, as: format) }
        let lines = count == 0 ? EmptyAnswer.lines : EmptyAnswer.linesOfLeftOut
        for line in try lines(query, values, connection) { Hint.print(line) }
    }
}
