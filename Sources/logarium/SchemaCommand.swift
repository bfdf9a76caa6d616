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
            if let function { return print(try Self.help(of: function), terminator: "") }
            if functions {
                try output.write(Self.functionList)
                return
            }
            let objects = try ReadConnection(path: warehouse.path).schema()
            guard let sql else {
                try output.write(Self.list(objects))
                return
            }
            guard let object = objects.first(where: { $0.name == sql }) else {
                throw ValidationError("there is no table or view \"\(sql)\"; `logarium schema` lists them")
            }
            print(object.sql + ";")
        }
    }

    private static func help(of name: String) throws -> String {
        let name = name.lowercased()
        let help =
            SQLFunction.all.first { $0.name == name }?.help
            ?? SQLTableFunction.all.first { $0.name == name }?.help
        guard let help else {
            throw ValidationError(
                "there is no function \"\(name)\" of Logarium's; `logarium schema --functions` lists them")
        }
        return help
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
        let tables = SQLTableFunction.all.map { table in
            [
                ResultValue.text(table.signature), .text("table"), .text(table.summary), .null, .text("rows"),
                .text(listed(table.arguments.map { ($0.name, $0.meaning) })),
                .text(listed(table.columns.map { ($0.name, $0.meaning) })), .text(table.source),
            ]
        }
        let columns = ["function", "kind", "gives", "null_when", "result", "arguments", "fields", "source"]
        return RowList(columnNames: columns, rows: rows + tables)
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
