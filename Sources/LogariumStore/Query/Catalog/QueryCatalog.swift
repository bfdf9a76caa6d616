/// The queries of `queries/`, compiled into the program: one `.sql` file each, found by its name.
public enum QueryCatalog {
    /// Every query's name, sorted.
    public static let names: [String] = files(in: "queries").map(\.name)

    /// - Throws: `ReadError.noSuchQuery` with the closest name.
    public static func query(_ name: String) throws -> QueryDefinition {
        guard let file = files(in: "queries").first(where: { $0.name == name }) else {
            throw ReadError.noSuchQuery(name: name, closest: name.closest(in: names))
        }
        return try definition(file.name, file.text)
    }

    /// Every query, sorted by name.
    public static func all() throws -> [QueryDefinition] {
        try files(in: "queries").map { try definition($0.name, $0.text) }
    }

    /// A query that serves Logarium itself (`queries/internal/`).
    static func `internal`(_ name: String) throws -> QueryDefinition {
        guard let file = files(in: "internal").first(where: { $0.name == name }) else {
            throw ReadError.noSuchQuery(name: name, closest: nil)
        }
        return try definition(file.name, file.text)
    }

    /// The search of a kind of finding (`queries/check/`).
    static func check(_ name: String) throws -> QueryDefinition {
        guard let file = files(in: "check").first(where: { $0.name == name }) else {
            throw ReadError.noSuchQuery(name: name, closest: nil)
        }
        return try definition(file.name, file.text)
    }

    /// Names of the searches in `queries/check/`, sorted.
    static let checkNames: [String] = files(in: "check").map(\.name)

    private static func definition(_ name: String, _ sql: String) throws -> QueryDefinition {
        let head = try QueryHead(of: sql, file: name)
        return QueryDefinition(
            name: name, sentence: head.sentence, notes: head.notes, parameters: head.parameters,
            columns: head.columns, defaultColumns: head.defaultColumns, requirements: head.requirements,
            source: head.source, sql: sql)
    }

    static func files(in folder: String) -> [(name: String, text: String)] {
        EmbeddedText.files.filter { $0.folder == folder }
            .map { ($0.name, $0.text) }
            .sorted { $0.0 < $1.0 }
    }
}
