import CCrypto

/// A running SHA-256 (FIPS 180-4), computed by OpenSSL.
public struct SHA256Digest: ~Copyable {
    private var context = SHA256_CTX()

    public init() { SHA256_Init(&context) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
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
        SHA256_Final(&digest, &context)
        return digest
    }

    public consuming func finalizeHex() -> String { finalize().hexText }

    /// The first 128 bits of the digest.
    public consuming func finalizeHash128() -> Hash128 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digest in
            SHA256_Final(digest.baseAddress, &context)
            return Hash128(prefixOf: UnsafeRawBufferPointer(digest))
        }
    }

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

    /// A digest's bits are as good as random: half of them do.
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// - Parameter digest: at least 16 bytes, most significant first.
    public init(prefixOf digest: UnsafeRawBufferPointer) {
        high = UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        low = UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// - Parameter digest: at least 16 bytes, most significant first.
    public init(prefixOf digest: [UInt8]) { self = digest.withUnsafeBytes { Hash128(prefixOf: $0) } }

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
    public var description: String {
        String(unsafeUninitializedCapacity: 32) { text in
            for (place, word) in [(0, high), (16, low)] {
                for digit in 0..<16 {
                    text[place + digit] = hexDigits[Int(truncatingIfNeeded: word >> (60 - 4 * digit)) & 15]
                }
            }
            return 32
        }
    }
}

private let hexDigits = Array<UInt8>("0123456789abcdef".utf8)

extension [UInt8] {
    /// Two lower-case hexadecimal digits a byte.
    public var hexText: String {
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(hexDigits[Int(byte >> 4)])
            text.append(hexDigits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
