import Foundation
import LogariumStatistics

/// A stated frequency beside the one just seen, as a line of text.
struct FrequencyRow {
    let published: PublishedFrequency
    let seen: ShapeFrequencies

    var agrees: Bool { published.agrees(with: seen) }

    static let header = line("truth", "states", "noise", "outcome", "stated", "seen", "99 % bounds", "")

    var text: String {
        let simulation = published.simulation
        return Self.line(
            Self.words(simulation.truth), "\(simulation.states)", Self.words(simulation.checkpointNoise),
            Self.words(published.outcome), Self.words(published.stated),
            Self.number(seen.share(of: published.outcome) ?? .nan), bounds, agrees ? "agrees" : "DEPARTS")
    }

    private var bounds: String {
        ConfidenceInterval.clopperPearson(
            successes: seen.count(of: published.outcome), trials: seen.repetitions, confidence: 0.99
        ).map { "\(Self.number($0.lower))-\(Self.number($0.upper))" } ?? ""
    }

    private static func line(_ cells: String...) -> String {
        zip(cells, [24, 6, 14, 20, 11, 6, 13, 7]).map { cell, width in
            cell.padding(toLength: max(width, cell.count), withPad: " ", startingAt: 0)
        }.joined(separator: "  ")
    }

    private static func number(_ share: Double) -> String { String(format: "%.3f", share) }

    private static func words(_ stated: ClosedRange<Double>) -> String {
        stated.lowerBound == stated.upperBound
            ? number(stated.lowerBound) : "\(number(stated.lowerBound))-\(number(stated.upperBound))"
    }

    private static func words(_ truth: ShapeSimulation.Truth) -> String {
        switch truth {
        case .flat: "flat"
        case .linear(let change): "linear \(change)"
        case .saturating(let change): "saturating \(change)"
        case .invertedU(let height): "inverted U \(height)"
        case .lateDrop(let rise, let drop): "rise \(rise), late drop \(drop)"
        }
    }

    private static func words(_ noise: ShapeSimulation.CheckpointNoise) -> String {
        switch noise {
        case .none: "none"
        case .ignored(let deviation): "\(deviation) ignored"
        case .supplied(let deviation): "\(deviation) supplied"
        }
    }

    private static func words(_ outcome: ShapeFrequencies.Outcome) -> String {
        switch outcome {
        case .label(let label): label.rawValue
        case .anyTrend: "any trend"
        case .significantChange: "change p < .05"
        case .significantLaw: "law p < .05"
        }
    }
}
