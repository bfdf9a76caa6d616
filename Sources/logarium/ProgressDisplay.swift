import Foundation
import LogariumCore
import LogariumIngest

/// Progress on stderr: one line that moves on a terminal, a line every ten seconds elsewhere.
final class ProgressDisplay {
    private let isMoving = Terminal.isError
    private let start = Date()
    private var lastShown = Date.distantPast
    private var hasLine = false
    private let isQuiet: Bool

    /// - Parameter isQuiet: refusals only.
    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func show(_ progress: IngestProgress) {
        guard !isQuiet else { return }
        let now = Date()
        guard now.timeIntervalSince(lastShown) > (isMoving ? 0.1 : 10) else { return }
        if !isMoving, lastShown == .distantPast {
            lastShown = now
            return
        }
        lastShown = now
        if isMoving {
            FileHandle.standardError.write(Data("\r\u{1B}[K\(fitting(line(progress)))".utf8))
            hasLine = true
        } else {
            Hint.print(line(progress))
        }
    }

    func report(_ file: FileOutcome) {
        if case .failure(let error) = file.result {
            end()
            Hint.print("refused \(error)")
        }
    }

    /// Clears the moving line.
    func end() {
        guard hasLine else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
        hasLine = false
    }

    /// No wider than the terminal, or else every refresh would be a new line.
    private func fitting(_ line: String) -> String {
        String(PlainText.harmless(line).prefix(max(20, (Terminal.errorWidth ?? 80) - 1)))
    }

    private func line(_ progress: IngestProgress) -> String {
        switch progress.phase {
        case .scanning: "looking at \(progress.nFiles) files …"
        case .reading: readingLine(progress)
        case .closing: "closing \(progress.place): \(progress.nRunsDone) of \(progress.nRuns) runs …"
        case .packing: "packing columns: \(progress.nRunsDone) of \(progress.nRuns) runs …"
        }
    }

    private func readingLine(_ progress: IngestProgress) -> String {
        let seconds = max(Date().timeIntervalSince(start), 1e-3)
        let share = progress.bytes > 0 ? min(1, Double(progress.bytesDone) / Double(progress.bytes)) : 0
        let left = share > 0.01 ? Self.duration(seconds / share - seconds) + " left" : "…"
        let rate = Int(Double(progress.nResponses) / seconds)
        return "\(Self.bar(share)) \(progress.nFilesDone)/\(progress.nFiles) files, "
            + "\(Self.size(progress.bytesDone)) of \(Self.size(progress.bytes)), \(rate) responses/s, \(left)"
    }

    private static func bar(_ share: Double) -> String {
        let full = Int(share * 20)
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: 20 - full) + "]"
    }

    static func size(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(bytes) B" : String(format: "%.1f %@", value, units[unit])
    }

    static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return whole >= 3600
            ? "\(whole / 3600) h \(whole % 3600 / 60) min"
            : whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }
}
