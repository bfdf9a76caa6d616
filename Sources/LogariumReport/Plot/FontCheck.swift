import Glibc

/// Whether the machine has letters for a text that a converter is to draw: what it lacks becomes a box.
enum FontCheck {
    /// What to say where a script has no font; nil where all is there, or fontconfig cannot be asked.
    static func warning(for text: String) -> String? {
        var samples: [UInt32: Unicode.Scalar] = [:]
        for scalar in text.unicodeScalars where scalar.value > 0x24F && scalar.properties.isAlphabetic {
            // Blocks of 256: a font has most of one or nothing.
            if samples[scalar.value >> 8] == nil { samples[scalar.value >> 8] = scalar }
        }
        let missing = samples.values.sorted().prefix(limit).filter { !hasFont(for: $0) }
        guard !missing.isEmpty else { return nil }
        let shown = String(String.UnicodeScalarView(missing.prefix(5)))
        return
            "no font of this machine has \(shown): boxes are drawn in their place; "
            + "install one (Debian: fonts-noto-core, for Chinese, Japanese and Korean fonts-noto-cjk)"
    }

    private static let limit = 20

    /// True also where there is no `fc-list`.
    private static func hasFont(for scalar: Unicode.Scalar) -> Bool {
        let code = String(scalar.value, radix: 16)
        guard let pipe = popen("fc-list ':charset=\(code)' family 2>/dev/null", "r") else { return true }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = fread(&buffer, 1, buffer.count, pipe)
        let status = pclose(pipe)
        return count > 0 || (status >> 8) & 0xFF == 127
    }
}
