import ArgumentParser
import LogariumCore
import LogariumFunctions
import LogariumStore

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Show the tables and views, or the functions that Logarium adds to SQL.")

    @OptionGroup var warehouse: WarehouseOption
    @OptionGroup var output: OutputOptions

    @Flag(help: "List the functions that Logarium adds to SQL.")
    var functions = false

    @Option(help: "Print the statement that makes this table or view.")
    var sql: String?

    func run() throws {
        try reportingFailures {
            if functions { return try output.write(Self.functionList) }
            let objects = try ReadConnection(path: warehouse.path).schema()
            guard let sql else { return try output.write(Self.list(objects)) }
            guard let object = objects.first(where: { $0.name == sql }) else {
                throw ValidationError("there is no table or view \"\(sql)\"; `logarium schema` lists them")
            }
            print(object.sql + ";")
        }
    }

    private static var functionList: RowList {
        let rows = SQLFunction.all.map { function in
            [
                ResultValue.text(function.signature),
                .text(function.summary),
            ]
        }
        return RowList(columnNames: ["function", "gives"], rows: rows)
    }

    private static func list(_ objects: [SchemaObject]) -> RowList {
        let rows = objects.map { object in
            [
                ResultValue.text(object.name), .text(object.kind.rawValue), .text(object.comment),
                .text(object.columns.joined(separator: ", ")),
            ]
        }
        return RowList(columnNames: ["name", "kind", "holds", "columns"], rows: rows)
    }
}
