import LogariumCore

/// Walks the members of a tar (plain or compressed) or zip archive, in order and once.
final class ArchiveReader {
    private let handle: ArchiveHandle
    private let stream: (any ByteStream)?
    private let path: String

    init(path: String, kind: ArchiveKind) throws {
        self.path = path
        switch kind {
        case .zip:
            stream = nil
            handle = try ArchiveHandle(zipAt: path)
        case .tar:
            let stream = try Compression.decompressed(FileStream(path: path), path: path)
            self.stream = stream
            handle = try ArchiveHandle(tar: stream, path: path)
        }
    }

    /// The next regular file; nil after the last. Its content is read before the next call.
    func next() throws -> ArchiveMember? {
        while let entry = try handle.next() {
            guard entry.isFile else { continue }
            let name = entry.name.hasPrefix("./") ? String(entry.name.dropFirst(2)) : entry.name
            return ArchiveMember(name: name, stream: MemberStream(handle))
        }
        return nil
    }
}

struct ArchiveMember {
    var name: String
    var stream: any ByteStream
}

private final class MemberStream: ByteStream {
    private let handle: ArchiveHandle
    private(set) var rawBytesRead = 0

    init(_ handle: ArchiveHandle) { self.handle = handle }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try handle.read(into: buffer)
        rawBytesRead += count
        return count
    }
}

/// Kinds of archive, told by how they begin: names lie.
enum ArchiveKind {
    case tar, zip

    /// Nil when the file is no archive.
    static func of(path: String) throws -> ArchiveKind? {
        let file = try FileStream(path: path)
        let magic = try file.read(atMost: Compression.magicLength)
        if magic.starts(with: [0x50, 0x4B, 0x03, 0x04]) || magic.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            return .zip
        }
        let content = try Compression.decompressed(PrefixedStream(magic, then: file), path: path)
        let head = try content.read(atMost: 512)
        return isTar(head) ? .tar : nil
    }

    static func isTar(_ head: [UInt8]) -> Bool {
        head.count >= 262 && head[257..<262].elementsEqual("ustar".utf8)
    }
}
