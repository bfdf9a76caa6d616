import ArgumentParser
import LogariumIngest

@main
struct Logarium: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logarium",
        abstract: "A results warehouse for language-model evaluation.")
    @Argument var paths: [String]
    @Option var db: String
    @Option var models: String?
    @Option var tasks: String?
    func run() throws {
        var o = IngestOptions()
        o.models = models
        o.tasks = tasks
        let s = try Ingest(options: o).run(paths, into: db)
        print(s.byFormat, s.refused, s.conflicts, s.nRejected, s.passedOver, s.seconds)
    }
}
