/// One character a line, so that lines are told apart without colour.
struct Letters {
    private let characters: [String: Character]
    private let looks: [LineStyle: Character]

    init(_ figure: Figure, isUnicode: Bool) {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let names = figure.legend.map(\.name)
        looks = Dictionary(
            figure.legend.enumerated().map { ($1.style, alphabet[$0 % alphabet.count]) },
            uniquingKeysWith: { first, _ in first })
        characters = Dictionary(
            names.enumerated().map { ($1, alphabet[$0 % alphabet.count]) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Of the entry with this look; nil: the legend has none.
    func of(_ style: LineStyle) -> Character? { looks[style] }

    func of(_ name: String) -> Character { characters[name] ?? "o" }
}

extension Theme {
    /// The nearest of a terminal's 6 × 6 × 6 colours.
    func ansi(_ paint: Paint) -> Int {
        let digits = Array(hex(paint).dropFirst())
        let parts = stride(from: 0, to: 6, by: 2).map { Int(String(digits[$0..<$0 + 2]), radix: 16) ?? 0 }
        return parts.reduce(0) { $0 * 6 + ($1 * 5 + 127) / 255 } + 16
    }
}

extension Paint {
    /// What a cell's colour says, as a character.
    func sign(isUnicode: Bool) -> String {
        switch self {
        case .diverging(let step) where step == 0: isUnicode ? "·" : "."
        case .diverging(let step): step > 0 ? (step > 2 ? "#" : "+") : (step < -2 ? "=" : "-")
        case .sequential(let step):
            isUnicode
                ? ["·", "░", "▒", "▓", "█"][(step + 1) / 2] : [".", ":", "+", "x", "#"][(step + 1) / 2]
        case .ink, .muted, .grid, .surface, .warning, .ordinal, .category: isUnicode ? "█" : "#"
        }
    }

    /// Colours that are nearly the background say nothing in text.
    fileprivate var isFaint: Bool {
        switch self {
        case .diverging(let step): abs(step) < 2
        case .sequential(let step): step < 3
        case .grid, .surface: true
        case .ink, .muted, .warning, .ordinal, .category: false
        }
    }

    var inText: Paint? { isFaint ? nil : self }
}

extension Scale {
    /// How many names a categorical scale has; nil: it is numeric.
    var nNames: Int? {
        if case .category(let names) = self { max(1, names.count) } else { nil }
    }
}

extension String {
    /// Control characters made harmless: a terminal obeys them.
    var onTerminal: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    func shortened(to count: Int) -> String {
        self.count <= count ? self : prefix(count / 2) + "…" + suffix(count - count / 2 - 1)
    }
}
