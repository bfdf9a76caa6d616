/// Reads what `str(numpy_array)` prints: `[0.44739663 0.55260337]`, `[1.00000000e+00 3.25e-09]`.
struct NumpyText {
    /// numpy's default: up to eight digits after the point.
    private static let precision = 8

    var values: [Double] = []
    private var tolerances: [Double] = []

    /// Nil when the text is no such array, or numpy left some of it out (`...`).
    init?(_ text: String) {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        for token in text.dropFirst().dropLast().split(whereSeparator: \.isWhitespace) {
            guard let value = NumberText.double(token) else { return nil }
            values.append(value)
            tolerances.append(Self.tolerance(of: token))
        }
    }

    /// Whether numbers would be printed like this.
    func agrees(with numbers: [Double]) -> Bool {
        guard numbers.count == values.count else { return false }
        return zip(zip(values, tolerances), numbers).allSatisfy { printed, number in
            printed.0 == number || printed.0.isNaN && number.isNaN
                || (printed.0 - number).magnitude <= printed.1
        }
    }

    /// Half a unit of the last digit, and a little for the arithmetic before it.
    private static func tolerance(of token: Substring) -> Double {
        let mark = token.lowercased().split(separator: "e")
        let exponent = mark.count == 2 ? min(max(Int(mark[1]) ?? 0, -400), 400) : 0
        var unit = 0.5000001
        for _ in 0..<(precision - exponent).magnitude { unit = precision > exponent ? unit / 10 : unit * 10 }
        return unit
    }
}
