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
        case .gzip: return try GzipStream(whole, path: path)
        case .zstd, .xz, .bzip2: return try FilteredStream(whole, path: path)
        }
    }
}
