import CCrypto

/// A running SHA-256 (FIPS 180-4), computed by OpenSSL.
public struct SHA256Digest: ~Copyable {
    private let context: OpaquePointer?

    public init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    public mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// Adds a text with its length before it, so that neighbouring fields cannot run into each other.
    public mutating func updateField(_ text: String) {
        var text = text
        text.withUTF8 { updateField(UnsafeRawBufferPointer($0)) }
    }

    public mutating func updateField(_ bytes: UnsafeRawBufferPointer) {
        var count = UInt64(bytes.count).littleEndian
        withUnsafeBytes(of: &count) { update($0) }
        update(bytes)
    }

    /// The 32 bytes of the digest; the running state is spent.
    public consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return digest
    }

    public consuming func finalizeHex() -> String { finalize().hexText }

    /// The first 128 bits of the digest.
    public consuming func finalizeHash128() -> Hash128 { Hash128(prefixOf: finalize()) }

    /// The digest of one text as 64 hexadecimal digits.
    public static func hex(of text: String) -> String {
        var digest = SHA256Digest()
        digest.update(text)
        return digest.finalizeHex()
    }
}

/// The first 128 bits of a SHA-256: enough to tell every example of a warehouse from every other.
public struct Hash128: Hashable, Sendable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    /// - Parameter digest: at least 16 bytes, most significant first.
    public init(prefixOf digest: [UInt8]) {
        high = digest[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = digest[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// - Parameter hex: at least 32 hexadecimal digits; nil when they are not.
    public init?(hex: some StringProtocol) {
        let digits = Array(hex.utf8.prefix(32))
        guard digits.count == 32 else { return nil }
        func word(_ part: ArraySlice<UInt8>) -> UInt64? {
            UInt64(String(decoding: part, as: UTF8.self), radix: 16)
        }
        guard let high = word(digits[0..<16]), let low = word(digits[16..<32]) else { return nil }
        self.high = high
        self.low = low
    }

    /// 32 hexadecimal digits, lower case.
    public var description: String { (bytes(of: high) + bytes(of: low)).hexText }

    private func bytes(of word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }
}

extension [UInt8] {
    /// Two lower-case hexadecimal digits a byte.
    public var hexText: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
