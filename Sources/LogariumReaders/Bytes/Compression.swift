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
