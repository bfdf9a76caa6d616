import LogariumCharts

/// Figures as HTML: words, drawing, notes, table and download.
struct FigureMarkup {
    /// How much room a figure has on the page.
    enum Room {
        /// Half of a desktop's page, all of a phone's.
        case narrow
        /// Panels side by side where there is room, else one below the other.
        case pair
        /// As wide as it needs, scrolled on a phone.
        case wide(Double)

        fileprivate var className: String {
            switch self {
            case .narrow: ""
            case .pair: " class=\"pair\""
            case .wide: " class=\"wide\""
            }
        }
    }

    /// Figures of one section in a row that breaks, at most `limit`; how many are left out is said, and how to get them.
    /// Those without one value to draw are named instead.
    ///
    /// - Parameter command: what draws those that are left out.
    static func html(
        _ figures: [Figure], room: Room = .narrow, limit: Int = 24, command: String, id: String
    ) throws -> String {
        let empty = figures.filter(\.isEmpty).map(\.title)
        let unsaid = empty.isEmpty ? "" : "<p>No state has a value to draw: \(names(empty))</p>\n"
        let figures = figures.filter { !$0.isEmpty }
        guard !figures.isEmpty else { return unsaid }
        let parts = try figures.prefix(limit).enumerated().map { try html($1, room, id: "\(id)-\($0 + 1)") }
        let rest = figures.dropFirst(limit).map(\.title)
        let note =
            rest.isEmpty
            ? ""
            : "<p>\(limit) of \(figures.count) figures are drawn; <code>\(MarkupText.escaped(command))</code> draws the others: "
                + names(rest) + "</p>"
        return "<div class=\"figures\">\n\(parts.joined())</div>\n\(note)\n\(unsaid)"
    }

    private static func names(_ names: [String]) -> String {
        let shown = names.prefix(60).map { "<bdi>\(MarkupText.escaped($0))</bdi>" }.joined(separator: ", ")
        return names.count > 60 ? "\(shown) and \(names.count - 60) more." : shown + "."
    }

    private static func html(_ figure: Figure, _ room: Room, id: String) throws -> String {
        let notes = figure.notes.map { "<li>\(MarkupText.escaped($0))</li>" }.joined()
        let source =
            figure.source.isEmpty ? "" : "<p class=\"source\">\(MarkupText.escaped(figure.source))</p>"
        let subtitle = figure.subtitle.isEmpty ? "" : "<p>\(MarkupText.escaped(figure.subtitle))</p>"
        return """
            <figure\(room.className) id="\(id)">
            <figcaption><h3>\(MarkupText.escaped(figure.title))</h3>\(subtitle)</figcaption>
            <div class="drawing"\(isScrolled(room) ? " tabindex=\"0\" role=\"region\" aria-label=\"Drawing\"" : "")>
            \(drawings(figure, room))</div>
            \(notes.isEmpty ? "" : "<ul class=\"notes\">\(notes)</ul>")
            \(source)
            \(try TableMarkup(figure.table).folded(name: "\(id)-\(figure.title)"))
            </figure>

            """
    }

    private static func isScrolled(_ room: Room) -> Bool {
        if case .wide = room { true } else { false }
    }

    private static func drawings(_ figure: Figure, _ room: Room) -> String {
        switch room {
        case .narrow: SVGRenderer(.inline()).svg(of: figure)
        case .pair: figure.split.map { SVGRenderer(.inline()).svg(of: $0) }.joined()
        case .wide(let width): SVGRenderer(.inline(width: width)).svg(of: figure)
        }
    }
}
