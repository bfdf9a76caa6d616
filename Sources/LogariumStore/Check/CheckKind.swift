/// A kind of fault that `Check` looks for: how it is found, what it does to a conclusion, what to do about it.
public struct CheckKind: Sendable {
    /// How much a fault of this kind weighs; the worst comes first.
    public enum Severity: String, Sendable, CaseIterable {
        /// A number or a label is wrong, or a conclusion from it would be.
        case error
        /// A conclusion may be misled, or cannot be drawn.
        case warning
        /// Worth knowing before writing it up.
        case note
    }

    /// What a row of the search is about.
    public enum Unit: String, Sendable {
        case run, reference, task, line, report, way
    }

    /// How the affected are found.
    enum Search: Sendable {
        /// The file of this name in `queries/check/`.
        case query
        case code(@Sendable (ReadConnection, CheckOptions) throws -> [CheckRow])
    }

    /// Also the name of its file in `queries/check/`, where the search is a query.
    public let name: String
    public let severity: Severity
    public let unit: Unit
    /// What the numbers of its rows count.
    public let counted: String
    /// What goes wrong in a conclusion.
    public let consequence: String
    /// What to do or to ask for.
    public let remedy: String
    /// What to type first; `{ref}`, `{task}` and `{run}` stand for those of the affected.
    public let command: String
    let search: Search

    init(
        _ name: String, _ severity: Severity, _ unit: Unit, counted: String = "examples", consequence: String,
        remedy: String, command: String, search: Search = .query
    ) {
        (self.name, self.severity, self.unit, self.counted) = (name, severity, unit, counted)
        (self.consequence, self.remedy, self.command, self.search) = (consequence, remedy, command, search)
    }

    public static let allNames: [String] = all.map(\.name)
    /// Every kind, the worst first.
    public static let all: [CheckKind] = (values + labels + comparability + identity + examples)
        .enumerated().sorted { ($0.element.severity.rank, $0.offset) < ($1.element.severity.rank, $1.offset) }
        .map(\.element)

    /// - Throws: `ReadError.noSuchKind` with the closest name.
    public static func named(_ name: String) throws -> CheckKind {
        guard let kind = all.first(where: { $0.name == name }) else {
            let names = all.map(\.name)
            throw ReadError.noSuchKind(name: name, known: names, closest: name.closest(in: names))
        }
        return kind
    }

    /// The command for one of the affected.
    func command(for row: CheckRow) -> String {
        command.replacing("{ref}", with: (row.ref ?? "REF").quotedForShell)
            .replacing("{task}", with: (row.task ?? "TASK").quotedForShell)
            .replacing("{run}", with: row.runID.map(String.init) ?? "RUN_ID")
    }
}

extension CheckKind.Severity {
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension String {
    /// Quoted where a shell would read more into it than a word.
    var quotedForShell: String {
        let isPlain =
            !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./@,:+=".contains($0)) }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
