import LogariumCore
import CArchive

/// How bytes are compressed, told by how they begin.
enum Compression {
    case gzip, zstd, xz, bzip2

    static let magicLength = 6

    init?(magic: some Collection<UInt8>) {
        let head = Array(magic.prefix(Self.magicLength))
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            self = .xz
        } else if head.starts(with: [0x42, 0x5A, 0x68]) {
            self = .bzip2
        } else {
            return nil
        }
    }

    /// The stream with its compression, if it has one, undone.
    /// - Parameter path: how errors name the source.
    static func decompressed(_ stream: any ByteStream, path: String) throws -> any ByteStream {
        let head = try stream.read(atMost: magicLength)
        let whole = PrefixedStream(head, then: stream)
        switch Compression(magic: head) {
        case nil: return whole
        case .gzip: return RatioLimit(try GzipStream(whole, path: path), path: path)
        case .some(let other): return RatioLimit(try FilteredStream(whole, other, path: path), path: path)
        }
    }

    /// Registers libarchive's filter, for all but gzip, which is read by `GzipStream`.
    func addFilter(to archive: OpaquePointer?) -> Int32 {
        switch self {
        case .gzip: archive_read_support_filter_gzip(archive)
        case .zstd: archive_read_support_filter_zstd(archive)
        case .xz: archive_read_support_filter_xz(archive)
        case .bzip2: archive_read_support_filter_bzip2(archive)
        }
    }
}

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
