import LogariumCore

/// Passes text on, counting and hashing its bytes.
final class DigestingOutput: TextOutput {
    private let output: any TextOutput
    private var digest: SHA256Digest? = SHA256Digest()
    private(set) var bytes = 0

    init(_ output: any TextOutput) { self.output = output }

    func write(_ text: String) throws {
        bytes += text.utf8.count
        digest?.update(text)
        try output.write(text)
    }

    /// SHA-256 of everything that was written; asked once, at the end.
    func takeHex() -> String { digest.take()?.finalizeHex() ?? "" }
}
