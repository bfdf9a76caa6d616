import Foundation

/// A colour by chroma and hue (Ottosson 2020).
struct OKLab {
    let chroma: Double
    /// Degrees.
    let hue: Double

    /// - Parameter hex: `#rrggbb`.
    init(_ hex: String) {
        let digits = Array(hex.dropFirst())
        let rgb = [0, 2, 4].map { place -> Double in
            let part = Double(Int(String(digits[place..<place + 2]), radix: 16) ?? 0) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        let l = cbrt(0.4122214708 * rgb[0] + 0.5363325363 * rgb[1] + 0.0514459929 * rgb[2])
        let m = cbrt(0.2119034982 * rgb[0] + 0.6806995451 * rgb[1] + 0.1073969566 * rgb[2])
        let s = cbrt(0.0883024619 * rgb[0] + 0.2817188376 * rgb[1] + 0.6299787005 * rgb[2])
        let a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
        let b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
        chroma = (a * a + b * b).squareRoot()
        hue = atan2(b, a) * 180 / .pi
    }
}
