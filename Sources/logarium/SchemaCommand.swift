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

    @Option(help: "Explain this function: its arguments, what it gives, when NULL.")
    var function: String?

    @Option(help: "Print the statement that makes this table or view.")
    var sql: String?

    func run() throws {
        try reportingFailures {
            if let function { return print(try Self.named(function).help, terminator: "") }
            if functions { return try output.write(Self.functionList) }
            let objects = try ReadConnection(path: warehouse.path).schema()
            guard let sql else { return try output.write(Self.list(objects)) }
            guard let object = objects.first(where: { $0.name == sql }) else {
                throw ValidationError("there is no table or view \"\(sql)\"; `logarium schema` lists them")
            }
            print(object.sql + ";")
        }
    }

    private static func named(_ name: String) throws -> SQLFunction {
        guard let function = SQLFunction.all.first(where: { $0.name == name.lowercased() }) else {
            throw ValidationError(
                "there is no function \"\(name)\" of Logarium's; `logarium schema --functions` lists them")
        }
        return function
    }

    private static var functionList: RowList {
        let rows = SQLFunction.all.map { function in
            let fields = function.result.fields
            return [
                ResultValue.text(function.signature),
                .text(function.isAggregate ? "aggregate" : "scalar"),
                .text(function.summary),
                .text(function.nullRule),
                .text(fields.isEmpty ? "real" : "JSON"),
                .text(listed(function.arguments.map { ($0.name, $0.meaning) })),
                .text(listed(fields.map { ($0.name, $0.meaning) })),
                .text(function.source),
            ]
        }
        let columns = ["function", "kind", "gives", "null_when", "result", "arguments", "fields", "source"]
        return RowList(columnNames: columns, rows: rows)
    }

    private static func listed(_ parts: [(name: String, meaning: String)]) -> String {
        parts.map { "\($0.name): \($0.meaning)" }.joined(separator: " | ")
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
