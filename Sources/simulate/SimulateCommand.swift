import ArgumentParser
import LogariumStatistics

@main
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Repeat the simulations behind the shape rule and compare with the stated frequencies.",
        discussion: """
            One row a frequency that docs/statistics.md 3.2 and 3.5 state. They agree where the exact 99 % intervals of both \
            shares meet: the stated ones are estimates from 400 runs too. Exit code 1 where any does not.
            """)

    @Option(help: "The same seed gives the same numbers.")
    var seed: UInt64 = 20_240_601

    @Option(help: "Lines drawn for each truth.")
    var repetitions = PublishedFrequency.runs

    func validate() throws {
        guard repetitions > 0 else { throw ValidationError("--repetitions must be at least 1") }
    }

    func run() throws {
        print(FrequencyRow.header)
        var results: [(simulation: ShapeSimulation, seen: ShapeFrequencies)] = []
        var departures = 0
        for published in PublishedFrequency.all {
            // Several frequencies are of the same lines.
            let known = results.first { $0.simulation == published.simulation }?.seen
            let seen = known ?? published.simulation.run(repetitions: repetitions, seed: seed)
            if known == nil { results.append((published.simulation, seen)) }
            let row = FrequencyRow(published: published, seen: seen)
            if !row.agrees { departures += 1 }
            print(row.text)
        }
        let count = PublishedFrequency.all.count
        print("\(count - departures) of \(count) agree; seed \(seed)")
        if departures > 0 { throw ExitCode(1) }
    }
}
