import Glibc
import LogariumFiles
import LogariumOutput

/// What keeps an SVG from becoming a PNG or PDF.
public enum SVGConversionError: Error, Equatable, CustomStringConvertible {
    case missing
    case failed(path: String, status: Int32)

    public var description: String {
        switch self {
        case .missing:
            "PNG and PDF need rsvg-convert; install Debian's librsvg2-bin, or write .svg"
        case .failed(let path, let status):
            "\(path): rsvg-convert ended with status \(status); its own message stands above"
        }
    }
}

/// PNG and PDF through Debian's `rsvg-convert`.
struct SVGConversion {
    private static let program = "rsvg-convert"
    private let arguments: [String]

    /// - Parameter format: `.png` (at 300 dots an inch) or `.pdf`.
    init(format: FigureFormat) {
        let pixels = ["--dpi-x", "300", "--dpi-y", "300"]
        arguments = ["--format", format.rawValue] + (format == .png ? pixels : [])
    }

    /// - Throws: `SVGConversionError`, `OutputError`.
    func write(_ svg: String, to path: String) throws {
        let (source, drawn) = (TemporaryFile(for: path, suffix: "svg"), TemporaryFile(for: path))
        defer { for file in [source, drawn] { file.remove() } }
        let file = try NewFile(path: source.path)
        try file.write(svg)
        try file.commit()
        let status = try run(arguments + ["--output", drawn.path, source.path])
        guard status == 0 else { throw SVGConversionError.failed(path: path, status: status) }
        if let reason = drawn.putInPlace() { throw OutputError.failed(path: path, reason: reason) }
    }

    /// The exit status of the program.
    private func run(_ arguments: [String]) throws -> Int32 {
        var words: [UnsafeMutablePointer<CChar>?] = ([Self.program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, Self.program, nil, nil, words, environ)
        guard code != ENOENT else { throw SVGConversionError.missing }
        guard code == 0 else {
            throw OutputError.failed(path: Self.program, reason: String(cString: strerror(code)))
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
