import ArgumentParser
import LogariumCore
import LogariumStore

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Examine a warehouse and the SQLite below it; exit 2 when something should be put right.")

    @OptionGroup var warehouse: WarehouseOption

    @Flag(
        help:
            "Also check every index against its table, and derived values against log-probs, which takes longer."
    )
    var thorough = false

    func run() throws {
        try reportingFailures {
            let report = try Doctor.examine(path: warehouse.path, thorough: thorough, limits: .interactive())
            let width = report.facts.map(\.name.count).max() ?? 0
            for fact in report.facts {
                print(
                    fact.name + String(repeating: " ", count: width - fact.name.count + 2)
                        + PlainText.harmless(fact.value))
            }
            for remark in report.remarks { print("remark: \(PlainText.harmless(remark))") }
            for finding in report.findings {
                print(PlainText.harmless("\(finding.topic): \(finding.what); \(finding.remedy)"))
            }
            Hint.print(report.findings.isEmpty ? "nothing to put right" : "\(report.findings.count) findings")
            if !report.findings.isEmpty { throw ExitCode(2) }
        }
    }
}
