import LogariumCharts

/// The words of a drawing with the room that each takes.
package struct DrawnWords {
    package struct Word: CustomStringConvertible {
        package let text: String
        package let x: ClosedRange<Double>, y: ClosedRange<Double>
        package var description: String { "\"\(text)\" at \(x), \(y)" }
    }

    package let words: [Word]

    package init(_ svg: String) {
        words = svg.matches(of: /<text ([^>]*)>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/).compactMap {
            match in
            let attributes = Dictionary(
                String(match.1).matches(of: /([a-z-]+)="([^"]*)"/).map { (String($0.1), String($0.2)) },
                uniquingKeysWith: { first, _ in first })
            guard let x = attributes["x"].flatMap(Double.init), let y = attributes["y"].flatMap(Double.init),
                let size = attributes["font-size"].flatMap(Double.init), attributes["transform"] == nil
            else { return nil }
            let text = String(match.2).replacing("&amp;", with: "&").replacing("&quot;", with: "\"")
                .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            let width = TextMeasure.width(text, size: size)
            let left =
                switch attributes["text-anchor"] {
                case "middle": x - width / 2
                case "end": x - width
                default: x
                }
            return Word(
                text: text, x: left...max(left, left + width), y: (y - size * 0.7)...(y + size * 0.05))
        }
    }

    package func outside(_ width: Double) -> [Word] {
        words.filter { $0.x.lowerBound < -0.5 || $0.x.upperBound > width + 0.5 }
    }

    package var overlapping: [String] {
        words.indices.flatMap { place in
            words[(place + 1)...].filter { other in
                let (a, b) = (words[place], other)
                return a.x.lowerBound < b.x.upperBound - 0.5 && b.x.lowerBound < a.x.upperBound - 0.5
                    && a.y.lowerBound < b.y.upperBound && b.y.lowerBound < a.y.upperBound
            }.map { "\(words[place]) and \($0)" }
        }
    }
}
