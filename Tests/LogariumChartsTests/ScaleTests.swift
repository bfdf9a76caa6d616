import Glibc
import Testing

@testable import LogariumCharts

@Suite("Scales, ticks and numbers")
struct ScaleTests {
    @Test("place values where the inference sees them")
    func places() throws {
        #expect(Scale.linear(0...10).place(2.5) == 0.25)
        #expect(Scale.log10(1...100).place(10) == 0.5)
        #expect(Scale.log10(1...100).place(0) == nil)
        #expect(Scale.category(["a", "b"]).place(1) == 0.75)
        // ax-rlhf of docs/statistics.md: 0, 50, …, 1000 at log10(1 + s / 50).
        let steps = Scale.coordinates(.rlhfStep, [0, 50, 100, 250, 500, 1000])
        #expect(steps.place(0) == 0)
        let middle = try #require(steps.place(50))
        #expect(abs(middle - 0.301029995663981 / 1.322219294733919) < 1e-12)
        #expect(Scale.linear(0...1).place(.infinity) == nil)
    }

    @Test("take round numbers around values, a single value too")
    func around() {
        #expect(Scale.linear(around: [0.13, 0.87]) == .linear(0...1))
        #expect(Scale.linear(around: [-3.2, 7.9], including: [0]) == .linear(-5...10))
        #expect(Scale.linear(around: [2, 2]) == .linear(1...3))
        #expect(Scale.linear(around: []) == .linear(0...1))
        #expect(Scale.linear(around: [1, .infinity]) == .linear(0.5...1.5))
    }

    @Test("put ticks at round numbers")
    func ticks() {
        #expect(Ticks.linear(0...1, atMost: 6) == [0, 0.2, 0.4, 0.6, 0.8, 1])
        #expect(Ticks.linear(-4...8, atMost: 6) == [0, 5])
        #expect(Ticks.log10(1e6...1e9, atMost: 5) == [1e6, 1e7, 1e8, 1e9])
        #expect(Array(0..<30).thinned(to: 4) == [0, 9, 19, 29])
        #expect(Array(0..<3).thinned(to: 4) == [0, 1, 2])
    }

    @Test("spell numbers for people")
    func numbers() {
        #expect(NumberText.probability.text(0.4484) == ".448")
        #expect(NumberText.probability.text(-0.25) == "−.250")
        #expect(NumberText.probability.text(-0.0001) == "0")
        #expect(NumberText.probability.text(1) == "1.000")
        #expect(NumberText.count.text(2_378_496) == "2.38M")
        #expect(NumberText.count.text(999_960) == "1M")
        #expect(NumberText.count.text(50) == "50")
        #expect(NumberText.short.text(-12.3456) == "−12.35")
        #expect(NumberText.short.text(.infinity) == "∞")
        #expect(NumberText.short.text(nil) == "–")
        #expect(NumberText.p(0.0004) == "p < .001")
        #expect(1.of("line") == "1 line")
    }

    @Test("have colours whose order is seen in grey, in both themes", arguments: Theme.allCases)
    func ramps(_ theme: Theme) {
        let light = { (paint: Paint) in Self.luminance(theme.hex(paint)) }
        let ordinal = (0..<Paint.ordinalSteps).map { light(.ordinal($0)) }
        // The dark ramp's first steps differ in hue more than in lightness; its ends must be far apart.
        #expect(zip(ordinal, ordinal.dropFirst()).allSatisfy { theme == .light ? $0 > $1 : $0 < $1 + 0.01 })
        let sequential = (0..<Paint.sequentialSteps).map { light(.sequential($0)) }
        #expect(zip(sequential, sequential.dropFirst()).allSatisfy { theme == .light ? $0 > $1 : $0 < $1 })
        for paint in Paint.all.filter({
            if case .ordinal = $0 { true } else { $0 == .ink || $0 == .muted || $0 == .warning }
        }) {
            #expect(Self.contrast(light(paint), light(.surface)) > 2.8, "\(paint.name)")
        }
    }

    @Test("write on coloured squares so that it can be read", arguments: Theme.allCases)
    func onTop(_ theme: Theme) {
        for paint in Paint.all.filter({
            if case .diverging = $0 { true } else if case .sequential = $0 { true } else { false }
        }) {
            let contrast = Self.contrast(
                Self.luminance(theme.hex(paint)), Self.luminance(theme.hex(paint.onTop)))
            #expect(contrast > 3, "\(theme) \(paint.name): \(contrast)")
        }
    }

    /// Relative luminance (WCAG 2).
    private static func luminance(_ hex: String) -> Double {
        let digits = Array(hex.dropFirst())
        let parts = stride(from: 0, to: 6, by: 2).map { start -> Double in
            let share = Double(Int(String(digits[start..<start + 2]), radix: 16) ?? 0) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private static func contrast(_ a: Double, _ b: Double) -> Double {
        (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
}
