import LogariumCore

/// Passes bytes on and keeps their SHA-256 and count.
final class DigestingStream: ByteStream {
    private let source: any ByteStream
    private var digest = SHA256Digest()
    private(set) var count = 0

    init(_ source: any ByteStream) { self.source = source }

    var rawBytesRead: Int { source.rawBytesRead }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let got = try source.read(into: buffer)
        digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
        count += got
        return got
    }

    /// Reads what is left; the digest (64 hexadecimal digits) is then of all bytes.
    func finish() throws -> (sha256: String, bytes: Int) {
        try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { block in
            while try read(into: block) > 0 {}
        }
        var whole = SHA256Digest()
        swap(&whole, &digest)
        return (whole.finalizeHex(), count)
    }
}
