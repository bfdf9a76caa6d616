/// The colours of paper or of a dark screen.
///
/// The ramps were interpolated in OKLab between anchors whose lightness falls (light theme) or rises (dark theme)
/// all along, so that their order is seen with every colour vision and in grey; diverging is blue to orange. A step or
/// a category keeps its OKLab hue in both themes.
public enum Theme: String, Sendable, CaseIterable {
    case light, dark

    /// `#rrggbb`.
    public func hex(_ paint: Paint) -> String {
        let isLight = self == .light
        switch paint {
        case .ink: return isLight ? "#1b1e24" : "#e8eaee"
        case .muted: return isLight ? "#5c6370" : "#a3abb8"
        case .grid: return isLight ? "#e1e4e9" : "#343a44"
        case .surface: return isLight ? "#ffffff" : "#16181d"
        case .warning: return isLight ? "#a4361b" : "#ff9b7a"
        case .ordinal(let step): return (isLight ? Self.ordinalLight : Self.ordinalDark)[step]
        case .category(let place): return (isLight ? Self.categoriesLight : Self.categoriesDark)[place]
        case .diverging(let step):
            return (isLight ? Self.divergingLight : Self.divergingDark)[step + Paint.divergingReach]
        case .sequential(let step): return (isLight ? Self.sequentialLight : Self.sequentialDark)[step]
        }
    }

    /// Its colours as CSS custom properties.
    public var cssVariables: String {
        Paint.all.map { "--\($0.name):\(hex($0))" }.joined(separator: ";")
    }

    /// Classes that paint with the custom properties, of either theme.
    public static var cssClasses: String {
        Paint.all.map { ".f-\($0.name){fill:var(--\($0.name))}.k-\($0.name){stroke:var(--\($0.name))}" }
            .joined()
    }

    private static let ordinalLight = [
        "#d98200", "#d76b41", "#d4505a", "#bc4175", "#a52c8a", "#812b97", "#5f1fa3", "#3a167f", "#170a5c",
    ]
    private static let ordinalDark = [
        "#a66201", "#ca5c30", "#d8676c", "#de779d", "#de8bc6", "#d9a1e9", "#d0b9fe", "#d5cffe", "#dee3ff",
    ]
    private static let categoriesLight = [
        "#1762b6", "#cb6620", "#0d8758", "#a8488d", "#977e08", "#0e96ae", "#a12f2f", "#6c44a4",
    ]
    private static let categoriesDark = [
        "#64a1ee", "#ffaf81", "#57c791", "#e48cc8", "#d8bd51", "#41d9f8", "#dd766f", "#a584dc",
    ]
    private static let divergingLight = [
        "#0b4a8f", "#2d6aa9", "#4c8ac4", "#7badd8", "#b8cfe4", "#f4f2ee", "#f2ccaf", "#eca66f", "#d5803d",
        "#af5c21",
        "#8a3a00",
    ]
    private static let divergingDark = [
        "#7cc0ff", "#5d9fdf", "#3e7fbf", "#316195", "#2f4762", "#2a2d33", "#5f4334", "#96582b", "#c27230",
        "#e0914e",
        "#ffb26b",
    ]
    private static let sequentialLight = [
        "#e9f0ee", "#c7ded8", "#a6cdc3", "#84b9ad", "#61a096", "#3d877f", "#266e6b", "#185658", "#0b3f46",
    ]
    private static let sequentialDark = [
        "#252a2e", "#2a3d40", "#2e5153", "#336767", "#3f817b", "#4b9c91", "#6eb7a9", "#9ad3c2", "#c5f0dc",
    ]
}
