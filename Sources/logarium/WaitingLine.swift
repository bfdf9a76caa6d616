import Glibc

/// A line on a terminal's stderr while a question takes long: that it goes on, and how to stop it.
enum WaitingLine {
    private static let patience = Duration.seconds(2)
    nonisolated(unsafe) private static var start = ContinuousClock.now
    nonisolated(unsafe) private static var shown: Int64 = 0
    nonisolated(unsafe) private static var isOver = false

    static func begin() { (start, shown, isOver) = (.now, 0, !Terminal.isError) }

    /// Called over and over by the engine; shows the seconds as they pass.
    static func tick() {
        guard !isOver else { return }
        let passed = ContinuousClock.now - start
        guard passed >= patience, passed.components.seconds > shown else { return }
        shown = passed.components.seconds
        Hint.write("\r\u{1B}[Kstill at work: \(shown) s (Ctrl-C stops)")
    }

    /// Clears the line for good: what follows speaks for itself.
    static func end() {
        if !isOver, shown > 0 { Hint.write("\r\u{1B}[K") }
        isOver = true
    }
}
