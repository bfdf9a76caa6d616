import ArgumentParser
import LogariumCore
import LogariumIngest
import LogariumStore

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List which checkpoint each reference is; say so after the fact.",
        subcommands: [List.self, Apply.self, Set.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One row a reference: what the harness calls it, and which checkpoint it is.")
        @OptionGroup var warehouse: WarehouseOption
        @OptionGroup var columns: ColumnOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try reportingFailures { try NamedQuery("references").answer(warehouse, columns, output) }
        }
    }

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give references the identities of a models.csv, without ingesting again.")
        @Argument(
            help: "Columns: \(ModelRule.columns.joined(separator: ", ")).",
            completion: .file(extensions: ["csv", "tsv"])) var file: String
        @OptionGroup var warehouse: WarehouseOption

        func run() throws {
            let rules = try RuleFile.models(file)
            let store = try Warehouse(path: try warehouse.existingPath(), onWait: Hint.waiting)
            try store.apply(rules).report(file: file, noun: "reference")
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what the references that a glob matches are.")
        @Argument(help: "A glob over reference, model name or path; * crosses /.") var match: String
        @Option(help: "Name of the model.") var model: String?
        @Option(help: "Series: models made alike, one trend line.") var series: String?
        @Option(
            help: "Parameters in all: 124M, 1.4B, 1e9 or a whole number.", transform: coordinate(.nParams))
        var nParams: Int?
        @Option(help: "Parameters without embeddings.", transform: coordinate(.nParamsNonEmbedding))
        var nParamsNonEmbedding: Int?
        @Option(help: "Training step.", transform: coordinate(.trainStep)) var trainStep: Int?
        @Option(help: "Training tokens.", transform: coordinate(.trainTokens)) var trainTokens: Int?
        @Option(help: "RLHF step; 0 is before any.", transform: coordinate(.rlhfStep)) var rlhfStep: Int?
        @Option(help: "Seed of the training run.", transform: coordinate(.seed)) var seed: Int?
        @Option(help: "Tells checkpoints apart whose coordinates agree.") var variant: String?
        @Option(help: "Column to take back, so that the source or the name speaks again (repeatable).")
        var clear: [String] = []
        @OptionGroup var warehouse: WarehouseOption

        func run() throws {
            let store = try Warehouse(path: try warehouse.existingPath(), onWait: Hint.waiting)
            try store.decide(references: Glob(match), identity, clearing: Swift.Set(clear))
                .report(file: match, noun: "reference")
        }

        private var identity: CheckpointIdentity {
            var identity = CheckpointIdentity()
            identity.model = model
            identity.series = series
            identity.nParams = nParams
            identity.nParamsNonEmbedding = nParamsNonEmbedding
            identity.trainStep = trainStep
            identity.trainTokens = trainTokens
            identity.rlhfStep = rlhfStep
            identity.seed = seed
            identity.variant = variant
            return identity
        }
    }
}

/// Reads a coordinate of the command line as a cell of models.csv is read.
private func coordinate(_ column: CoordinateColumn) -> @Sendable (String) throws -> Int {
    { text in
        guard column.fault(of: text) == nil, let value = WholeNumber.parse(text) else {
            throw ValidationError(column.fault(of: text) ?? "\(column.rawValue) is no number")
        }
        return value
    }
}

extension EditOutcome {
    /// Tells on stderr what an edit reached.
    ///
    /// - Throws: exit code 2 where rows of the rule file disagree, 1 where nothing matched.
    func report(file: String, noun: String) throws {
        let plural = matched.count == 1 ? noun : noun + "s"
        Hint.print("\(matched.count) \(plural) matched, \(changed.count) changed")
        for (name, lines) in disagreeing.sorted(by: { $0.key < $1.key }) {
            let numbers = lines.map(String.init).joined(separator: ", ")
            Hint.print("\(file):\(numbers): matches \(name) too but says otherwise; the first row was taken")
        }
        if matched.isEmpty {
            Hint.print("error: \(file) matches no \(noun) of this warehouse")
            throw ExitCode(1)
        }
        if !disagreeing.isEmpty { throw ExitCode(2) }
    }
}
