import Glibc

/// The lengths of an example's choices, in the order of the choices, nil where unknown.
public struct ChoiceLengths: Sendable, Equatable {
    public var tokens: [Int?]?
    /// Code points, without the delimiter.
    public var chars: [Int?]?
    /// UTF-8 bytes, without the delimiter.
    public var bytes: [Int?]?

    public init(tokens: [Int?]? = nil, chars: [Int?]? = nil, bytes: [Int?]? = nil) {
        self.tokens = tokens
        self.chars = chars
        self.bytes = bytes
    }

    func bitsPerByte(of choice: Int, nll: Double?) -> Double? {
        guard let nll, let bytes, bytes.indices.contains(choice), let count = bytes[choice], count > 0
        else { return nil }
        return nll / (Double(count) * M_LN2)
    }
}
