import LogariumCore

/// Ways of putting a task that differ in no more than the chat template that each model brings.
enum OwnChatTemplates {
    static func rows(_ connection: ReadConnection) throws -> [CheckRow] {
        var rows: [CheckRow] = []
        let query = try QueryCatalog.check("mixed_protocols")
        try connection.prepare(query, given: ["own": "1"]).forEachRow { rows.append(CheckRow($0)) }
        return rows
    }
}
