public import LogariumCore

/// What to look for, and where.
public struct CheckOptions: Sendable {
    /// Names of kinds; empty: all.
    public var kinds: [String] = []
    /// Only this task; `%` stands for any text.
    public var task: String?
    /// Only tasks of this behavior.
    public var behavior: String?
    /// Rows of a `models.csv` to hold against the references of the warehouse.
    public var modelRules: [ModelRule] = []

    public init() {}
}

/// Looks for what would make a conclusion from a warehouse wrong; changes nothing.
public enum Check {
    /// - Returns: findings, the worst first; a fault that many share is one finding.
    /// - Throws: `ReadError`, also for the name of a kind that is none.
    public static func findings(
        in connection: ReadConnection, options: CheckOptions = CheckOptions()
    ) throws -> [CheckFinding] {
        for name in options.kinds { _ = try CheckKind.named(name) }
        let scope = try CheckScope(connection, options)
        let places = try CheckPlaces(connection)
        return try CheckKind.all.filter { options.kinds.isEmpty || options.kinds.contains($0.name) }
            .flatMap { kind in
                let rows = try kind.rows(connection, options).filter(scope.includes)
                return findings(of: kind, rows, places)
            }
    }

    /// Rows of one fault as one finding; faults in the order of their first row.
    private static func findings(of kind: CheckKind, _ rows: [CheckRow], _ places: CheckPlaces)
        -> [CheckFinding]
    {
        var faults: [String] = []
        let byFault = Dictionary(grouping: rows, by: \.fault)
        for row in rows where faults.last != row.fault && !faults.contains(row.fault) {
            faults.append(row.fault)
        }
        return faults.map { fault in
            CheckFinding(
                kind: kind.name, severity: kind.severity, unit: kind.unit, fault: fault,
                counted: kind.counted, consequence: kind.consequence, remedy: kind.remedy,
                affected: (byFault[fault] ?? []).map { places.affected($0, command: kind.command(for: $0)) })
        }
    }
}

extension CheckKind {
    func rows(_ connection: ReadConnection, _ options: CheckOptions) throws -> [CheckRow] {
        switch search {
        case .query:
            var rows: [CheckRow] = []
            try connection.prepare(QueryCatalog.check(name)).forEachRow { rows.append(CheckRow($0)) }
            return rows
        case .code(let find):
            return try find(connection, options)
        }
    }
}
