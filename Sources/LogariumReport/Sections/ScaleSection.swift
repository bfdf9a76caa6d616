import LogariumCharts

/// Accuracy and loss against model size (Inverse Scaling Prize).
enum ScaleSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        let figures = try source.book.figuresIfAny(of: .scale)
        return Section(
            id: "scale", title: "Scale",
            intro: [
                "Each model's last base checkpoint; dashed, what a uniform guess would score."
            ],
            body: try FigureMarkup.html(
                figures.byChange, room: .pair, limit: 12, command: "logarium plot scale -p task=…",
                id: "scale"))
    }
}
