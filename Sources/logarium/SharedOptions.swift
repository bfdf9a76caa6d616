import ArgumentParser
import Glibc
import LogariumStore

/// Which warehouse to read.
struct WarehouseOption: ParsableArguments {
    @Option(help: "The warehouse. (default: $LOGARIUM_DB, else ./logarium.db)", completion: .file())
    var db: String?

    /// An empty variable is one that is not set.
    var path: String {
        let variable = getenv("LOGARIUM_DB").map { String(cString: $0) } ?? ""
        return db ?? (variable.isEmpty ? "logarium.db" : variable)
    }

    /// The option as it was given: a command to be run next needs it too.
    var asGiven: String { db.map { " --db \($0.contains(" ") ? "\"\($0)\"" : $0)" } ?? "" }

    func validate() throws {
        do { _ = try WarehousePath.checked(path) } catch let error as WarehouseError {
            throw ValidationError(error.description)
        }
    }

    /// The path of a warehouse that is there: a verb that edits does not make a new one.
    func existingPath() throws -> String {
        guard access(path, F_OK) == 0 else { throw WarehouseError.notFound(path: path) }
        return path
    }
}

/// Parameters as `-p name=value`.
struct ParameterOption: ParsableArguments {
    @Option(
        name: [.customShort("p"), .customLong("parameter")],
        help: "A parameter as name=value; may be repeated.", completion: Completions.parameters)
    var parameters: [String] = []

    func values() throws -> [String: String] {
        var values: [String: String] = [:]
        for parameter in parameters {
            guard let mark = parameter.firstIndex(of: "=") else {
                throw ValidationError("-p \(parameter): no value; write -p \(parameter)=…")
            }
            let name = String(parameter[..<mark])
            guard values.updateValue(String(parameter[mark...].dropFirst()), forKey: name) == nil else {
                throw ValidationError("-p \(name): given twice")
            }
        }
        return values
    }
}
