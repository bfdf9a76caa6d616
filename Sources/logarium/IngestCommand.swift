import ArgumentParser
import LogariumIngest
import LogariumReaders
import LogariumStore

struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Take in run outputs: files, directories and archives.",
        discussion: """
            Finds lm-evaluation-harness results and samples (plain, .gz, .zst, .xz, inside .tar and .zip) and \
            tables of Logarium's own format (CSV, TSV, NDJSON). What was ingested before is skipped. Exit code 2 \
            tells that something was left out: conflicts, refused files, rejected lines.
            """)

    @Argument(
        help: "Files, directories (hidden files too) and archives; - is standard input.", completion: .file())
    var paths: [String]
    @Option(
        help: "Which checkpoint each model is: match, model, series, n_params, train_step, ...",
        completion: .file(extensions: ["csv", "tsv"])) var models: String?
    @Option(
        help: "What each task measures: match, family, behavior, kind, more_is, cluster, ...",
        completion: .file(extensions: ["csv", "tsv"])) var tasks: String?
    @Option(help: "A run that exists with other values: error (left out, exit 2), skip or replace.")
    var onConflict = ConflictPolicy.error
    @Option(
        help: "Keep what is ingested now beside runs that exist with other values, as reruns of this name.")
    var label: String?
    @Option(
        name: .customLong("reject"), help: "Set bad lines aside in this file instead of refusing theirs.",
        completion: .file())
    var rejectFile: String?
    @Option(
        name: .customLong("map"),
        help: "Column names of a table: ours=theirs,... (logprob=-loss: the negative of theirs).")
    var columns: String?
    @Option(help: "A table's column that is left out; may be given several times.") var ignore: [String] = []
    @Flag(help: "The files are tables of reported values (CSV or TSV), one a line, without examples.")
    var aggregates = false
    @Option(help: "With --aggregates: what every line measures (acc), where no column says it.")
    var metric: String?
    @Flag(help: "Leave out prompts, choices and documents.") var noText = false
    @Flag(help: "Read and compare everything, store nothing.") var dryRun = false
    @Option(help: "Longest line or results file that is read, in MiB.")
    var maxRecord = RecordLimit.standard >> 20
    @Flag(help: "No progress, no summary; errors and refusals only.") var quiet = false
    @OptionGroup var warehouse: WarehouseOption

    func validate() throws {
        guard (1...65_536).contains(maxRecord) else {
            throw ValidationError("--max-record \(maxRecord): must be from 1 to 65536 (MiB)")
        }
        if label?.isEmpty == true { throw ValidationError("--label needs a name") }
        if metric != nil, !aggregates { throw ValidationError("--metric goes with --aggregates") }
        if aggregates, rejectFile != nil {
            throw ValidationError(
                "--reject sets aside lines of samples; a table of aggregates is taken whole")
        }
    }

    func run() throws {
        Interruption.listen()
        RecordLimit.bytes = maxRecord << 20
        let progress = ProgressDisplay(isQuiet: quiet)
        var observer = IngestObserver()
        observer.isCancelled = { Interruption.isRequested }
        observer.onProgress = { progress.show($0) }
        observer.onFile = { progress.report($0) }
        observer.onWait = { Hint.waiting($0) }
        let links = WarehousePath.links(of: warehouse.path)
        if links > 1 {
            Hint.print(
                "warning: \(warehouse.path) is one file under \(links) names (hard links); "
                    + "writers who use another name do not see this one")
        }
        let paths = try StandardInput.resolved(paths)
        let summary: IngestSummary
        do {
            summary = try Ingest(options: try options, observer: observer).run(paths, into: warehouse.path)
        } catch is CancellationError {
            progress.end()
            Hint.print("interrupted: what was ingested so far stays, the open file was rolled back")
            throw ExitCode(130)
        }
        progress.end()
        SummaryText(summary, isDryRun: dryRun).write(quietly: quiet)
        if !quiet, !dryRun, summary.nRuns > 0 { NextSteps(warehouse).write() }
        if summary.hasFindings { throw ExitCode(2) }
    }

    private var options: IngestOptions {
        get throws {
            var options = IngestOptions()
            options.models = models
            options.tasks = tasks
            options.onConflict = onConflict
            options.runLabel = label ?? ""
            options.rejectFile = rejectFile
            options.columns = try ColumnMap.parse(columns)
            options.ignoring = ignore
            options.readsAggregates = aggregates
            options.metric = metric
            options.keepsText = !noText
            options.isDryRun = dryRun
            return options
        }
    }
}

extension ConflictPolicy: ExpressibleByArgument {}

/// The argument of `--map`.
enum ColumnMap {
    /// - Returns: the table's names by ours.
    /// - Throws: `ValidationError` for anything but `ours=theirs,...`.
    static func parse(_ text: String?) throws -> [String: String] {
        guard let text else { return [:] }
        var map: [String: String] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw ValidationError("--map wants ours=theirs,...; \"\(pair)\" is not of that form")
            }
            map[parts[0]] = parts[1]
        }
        return map
    }
}
