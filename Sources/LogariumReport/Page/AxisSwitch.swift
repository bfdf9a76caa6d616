import LogariumCharts
import LogariumCore

/// One group of figures per axis, of which the reader sees one: radio buttons and CSS, no script.
struct AxisSwitch {
    private var parts: [(axis: TrendAxis, html: String)] = []
    private let name: String

    /// - Parameter name: of the group of buttons, unique in the page.
    init(name: String) { self.name = name }

    /// An axis without figures is no choice.
    mutating func add(_ axis: TrendAxis, _ html: String) {
        if !html.isEmpty { parts.append((axis, html)) }
    }

    /// Empty where no axis has figures.
    var html: String {
        guard !parts.isEmpty else { return "" }
        let buttons = parts.enumerated().map { place, part in
            let checked = place == 0 ? " checked" : ""
            return
                "<label><input type=\"radio\" name=\"\(name)\" value=\"\(part.axis.rawValue)\"\(checked)> along "
                + "\(part.axis.title)</label>"
        }
        let groups = parts.map {
            "<div class=\"axis axis-\($0.axis.rawValue)\">\n<p class=\"axis-name\">Along \($0.axis.title)</p>\n\($0.html)</div>\n"
        }
        return
            "<div class=\"axes\"><fieldset><legend>Axis</legend>\(buttons.joined(separator: " "))</fieldset>\n"
            + groups.joined() + "</div>\n"
    }
}
