import ArgumentParser
import Glibc
import LogariumCore
import LogariumOutput

extension OutputFormat: ExpressibleByArgument {}

/// Where rows go and how they look.
struct OutputOptions: ParsableArguments {
    @Option(help: "How rows are written. (default: by the file's name, table on a terminal, csv in a pipe)")
    var format: OutputFormat?

    @Option(
        name: [.short, .long], help: "Write to this file, which appears whole or not at all.",
        completion: .file())
    var output: String?

    @Flag(help: "CSV and TSV for spreadsheets: a ' before texts that would be run as formulas (=, +, -, @).")
    var csvSafe = false

    @Flag(help: "Print a long table at once. (default: $LOGARIUM_PAGER, $PAGER or less, on a terminal)")
    var noPager = false

    func validate() throws {
        if let output, format == nil, OutputFormat(path: output) == nil {
            throw ValidationError("\(output): the name does not tell the format; add --format")
        }
    }

    /// The format asked for, else by the file's name, else by where standard output goes.
    var chosenFormat: OutputFormat {
        format ?? output.map { OutputFormat(path: $0) ?? .csv } ?? (Terminal.isOutput ? .table : .csv)
    }

    /// Whether rows go to a terminal, as a table.
    private var isOnTerminal: Bool { output == nil && Terminal.isOutput && chosenFormat == .table }

    /// Rows that a terminal gets where nobody says how many.
    private static let terminalLimit = 1000

    /// Writes a text for people, where the format is `table`.
    ///
    /// - Parameter check: called while a slow reader is waited for.
    func write(_ text: String, check: @escaping () throws -> Void = {}) throws {
        if let output {
            let file = try NewFile(path: output)
            try file.write(text)
            try file.commit()
        } else {
            let stdout = Pager(isWanted: isOnTerminal && !noPager)
            stdout.write(text)
            try stdout.show(check: check)
        }
    }

    /// Writes an answer and says on stderr how long it is.
    ///
    /// - Parameters:
    ///   - liftsConstants: whether columns that are equal in all rows stand above a table.
    ///   - check: called while a slow reader is waited for.
    /// - Returns: how many rows were written.
    @discardableResult
    func write(
        _ source: any RowSource, limit: Int? = nil, liftsConstants: Bool = false,
        check: @escaping () throws -> Void = {}
    ) throws -> Int {
        if let output {
            let file = try NewFile(path: output)
            let count = try rows(source, to: file, limit, liftsConstants)
            try file.commit()
            Hint.print("\(output): \(count.rows) rows")
            return count.rows
        }
        let count: RowCount
        if isOnTerminal {
            let pager = Pager(isWanted: !noPager)
            count = try rows(ShownRows(source), to: pager, limit ?? Self.terminalLimit, liftsConstants)
            try pager.show(check: check)
        } else {
            let stdout = DescriptorOutput(
                descriptor: STDOUT_FILENO, path: "standard output", check: check)
            count = try rows(ShownRows(source), to: stdout, limit, liftsConstants)
            try stdout.flush()
        }
        if chosenFormat == .table { Hint.print("(\(count.rows) row\(count.rows == 1 ? "" : "s"))") }
        return count.rows
    }

    private func rows(
        _ source: any RowSource, to output: any TextOutput, _ limit: Int?, _ liftsConstants: Bool
    ) throws -> RowCount {
        var isCut = false
        let style = TableStyle(
            width: self.output == nil ? Terminal.width : nil, isColoured: isOnTerminal && Terminal.isColoured,
            liftsConstants: liftsConstants, onCut: { isCut = true })
        var writer = chosenFormat.writer(to: output, style: style, csvSafe: csvSafe)
        let count = try writer.write(source, limit: limit)
        if count.isCut {
            let isOwn = isOnTerminal && limit == Self.terminalLimit
            Hint.print(
                isOwn
                    ? "stopped at \(count.rows) rows, as a terminal does: --limit N for more, -o FILE for all"
                    : "stopped at --limit \(count.rows): there are more rows")
        }
        if isCut { Hint.print("texts are cut (…): --format csv and -o FILE give them whole") }
        return count
    }
}

/// Rows on their way to standard output: with the first, nobody waits any more.
private final class ShownRows: RowSource {
    private let rows: any RowSource
    var columnNames: [String] { rows.columnNames }
    var jsonColumns: Set<String> { rows.jsonColumns }

    init(_ rows: any RowSource) { self.rows = rows }

    func forEachRow(_ body: ([ResultValue]) throws -> Void) throws {
        try rows.forEachRow { row in
            WaitingLine.end()
            try body(row)
        }
    }
}
