import ArgumentParser
import LogariumIngest
import LogariumStore

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for what would make a conclusion wrong; exit 2 when there is something.",
        discussion: """
            A fault that many runs share is one finding, which names the first few; the formats for machines have one row \
            for each that it affects.

            KINDS OF FINDINGS, THE WORST FIRST
            \(CheckKind.all.map { "  \($0.name) (\($0.severity.rawValue))" }.joined(separator: "\n"))
            """)

    @OptionGroup var warehouse: WarehouseOption
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("kind"), help: "Only this kind of finding; may be repeated.",
        completion: Completions.checkKinds)
    var kinds: [String] = []

    @Option(help: "Only these tasks: names parted by commas, * for any characters.")
    var task: String?

    @Option(help: "Only tasks of these behaviors.")
    var behavior: String?

    @Option(
        help: "A models.csv whose rows should not disagree about the references of the warehouse.",
        completion: .file(extensions: ["csv", "tsv"]))
    var models: String?

    func run() throws {
        try reportingFailures {
            let limits = ReadLimits.interactive()
            let connection = try ReadConnection(path: warehouse.path, limits: limits)
            try connection.holdSnapshot()
            let findings = try Check.findings(in: connection, options: options())
            if output.chosenFormat == .table {
                let text = FindingText(
                    width: min(Terminal.width ?? 100, 100), isColoured: Terminal.isColoured)
                try output.write(text.text(of: findings), check: limits.checkCancelled)
            } else {
                try output.write(findings.rows, check: limits.checkCancelled)
            }
            Hint.print(FindingText.summary(of: findings))
            let given = ["task": task, "behavior": behavior].compactMapValues { $0 }
            for line in try EmptyAnswer.linesOfNoRuns(given: given, in: connection) { Hint.print(line) }
            if !findings.isEmpty { throw ExitCode(2) }
        }
    }

    private func options() throws -> CheckOptions {
        var options = CheckOptions()
        (options.kinds, options.task, options.behavior) = (kinds, task, behavior)
        if let models { options.modelRules = try RuleFile.models(models) }
        return options
    }
}
