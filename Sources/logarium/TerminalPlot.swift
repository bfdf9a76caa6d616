import Glibc
import LogariumCharts

/// Figures in the terminal: braille where the locale is UTF-8, colours where they are wanted.
enum TerminalPlot {
    static func print(_ figures: [Figure]) {
        let style = TerminalStyle(
            width: Terminal.width ?? 80, isUnicode: isUnicode, isColoured: Terminal.isColoured)
        let renderer = TextRenderer(style)
        let figures = figures.map { figure in
            // Who asks in a terminal knows what was asked.
            var figure = figure
            figure.source = ""
            return figure
        }
        Swift.print(figures.map(renderer.text).joined(separator: "\n"), terminator: "")
    }

    /// By the first of LC_ALL, LC_CTYPE and LANG that is set, as the C library would.
    private static var isUnicode: Bool {
        let names: [String] = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.compactMap { getenv($0).map { String(cString: $0) } }.first { !$0.isEmpty }
        return locale?.lowercased().contains("utf") ?? false
    }
}
