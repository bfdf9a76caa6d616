import LogariumCore

/// Ends the reading of compressed data that grows beyond anything that was ever written by an evaluation.
///
/// Logs of evaluations shrink to a 20th or a 100th. A little data may well shrink more, hence the floor.
final class RatioLimit: ByteStream {
    /// Bytes of content below which no ratio is too large.
    static let floor = 1 << 30
    static let ratio = 500

    private let source: any ByteStream
    private let path: String
    private let floor: Int
    private var count = 0

    init(_ source: any ByteStream, path: String, floor: Int = RatioLimit.floor) {
        (self.source, self.path, self.floor) = (source, path, floor)
    }

    var rawBytesRead: Int { source.rawBytesRead }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let got = try source.read(into: buffer)
        count += got
        guard count <= floor || count / Self.ratio <= source.rawBytesRead else {
            throw SourceError(
                path: path,
                reason: "grows to more than \(Self.ratio) times its size as it is decompressed "
                    + "(\(source.rawBytesRead) bytes to \(count) so far)",
                remedy: "logs of evaluations do not; where this is one, decompress it first")
        }
        return got
    }
}
