import ArgumentParser
import Glibc
import LogariumCore
import LogariumOutput

extension OutputFormat: ExpressibleByArgument {}

/// Where rows go and how they look.
struct OutputOptions: ParsableArguments {
    @Option(help: "How rows are written. (default: by the file's name, table on a terminal, csv in a pipe)")
    var format: OutputFormat?

    @Option(name: [.short, .long], help: "Write to this file, which appears whole or not at all.")
    var output: String?

    @Flag(help: "CSV and TSV for spreadsheets: a ' before texts that would be run as formulas (=, +, -, @).")
    var csvSafe = false

    func validate() throws {
        if let output, format == nil, OutputFormat(path: output) == nil {
            throw ValidationError("\(output): the name does not tell the format; add --format")
        }
    }

    /// The format asked for, else by the file's name, else by where standard output goes.
    var chosenFormat: OutputFormat {
        format ?? output.map { OutputFormat(path: $0) ?? .csv } ?? (Terminal.isOutput ? .table : .csv)
    }

    /// Writes a text for people, where the format is `table`.
    ///
    /// - Parameter check: called while a slow reader is waited for.
    func write(_ text: String, check: @escaping () throws -> Void = {}) throws {
        if let output {
            let file = try NewFile(path: output)
            try file.write(text)
            try file.commit()
        } else {
            let stdout = DescriptorOutput(descriptor: STDOUT_FILENO, path: "standard output", check: check)
            try stdout.write(text)
            try stdout.flush()
        }
    }

    /// Writes an answer and says on stderr how long it is.
    ///
    /// - Parameter check: called while a slow reader is waited for.
    /// - Returns: how many rows were written.
    @discardableResult
    func write(
        _ source: any RowSource, limit: Int? = nil, check: @escaping () throws -> Void = {}
    ) throws -> Int {
        if let output {
            let file = try NewFile(path: output)
            let count = try rows(source, to: file, chosenFormat, limit)
            try file.commit()
            Hint.print("\(output): \(count.rows) rows")
            return count.rows
        } else {
            let stdout = DescriptorOutput(descriptor: STDOUT_FILENO, path: "standard output", check: check)
            let count = try rows(ShownRows(source), to: stdout, chosenFormat, limit)
            try stdout.flush()
            if chosenFormat == .table { Hint.print("(\(count.rows) row\(count.rows == 1 ? "" : "s"))") }
            return count.rows
        }
    }

    private func rows(
        _ source: any RowSource, to output: any TextOutput, _ format: OutputFormat, _ limit: Int?
    ) throws -> RowCount {
        let style = TableStyle(
            width: self.output == nil ? Terminal.width : nil,
            isColoured: self.output == nil && Terminal.isColoured)
        var writer = format.writer(to: output, style: style, csvSafe: csvSafe)
        let count = try writer.write(source, limit: limit)
        if count.isCut { Hint.print("stopped at --limit \(count.rows): there are more rows") }
        return count
    }
}

/// Rows on their way to standard output: with the first, nobody waits any more.
private final class ShownRows: RowSource {
    private let rows: any RowSource
    var columnNames: [String] { rows.columnNames }

    init(_ rows: any RowSource) { self.rows = rows }

    func forEachRow(_ body: ([ResultValue]) throws -> Void) throws {
        try rows.forEachRow { row in
            WaitingLine.end()
            try body(row)
        }
    }
}
