#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The unread front of a stream, grown as far as a record needs it and always padded for the parser.
final class ByteWindow {
    private let stream: any ByteStream
    private var memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var pending = 0
    private var isAtEnd = false
    private let limit: Int

    /// - Parameter limit: of the bytes that are held at once.
    init(_ stream: any ByteStream, capacity: Int = 1 << 18, limit: Int = RecordLimit.bytes) {
        (self.stream, self.limit) = (stream, limit)
        memory = .allocate(byteCount: capacity + PaddedBytes.padding, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { memory.deallocate() }

    /// Bytes in the window, without reading more.
    var count: Int { end - start }

    /// A view that the next call that reads may move.
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: memory[(start + range.lowerBound)..<(start + range.upperBound)])
    }

    func consume(_ count: Int) { start += count }

    /// Consumes at the next call that reads, so that views stay valid till then.
    func consumeLater(_ count: Int) { pending = count }

    /// The byte at an offset; nil beyond the end.
    func byte(at offset: Int) throws -> UInt8? {
        settle()
        while start + offset >= end {
            guard try fill() else { return nil }
        }
        return memory[start + offset]
    }

    func starts(with prefix: [UInt8]) throws -> Bool {
        _ = try byte(at: prefix.count - 1)
        return count >= prefix.count && bytes(0..<prefix.count).elementsEqual(prefix)
    }

    /// The offset of the first `\n` at or after `from`; nil when there is none up to the end, which is then in
    /// the window.
    func offset(ofNewLineFrom from: Int) throws -> Int? {
        settle()
        var from = from
        while true {
            if let base = memory.baseAddress, let found = memchr(base + start + from, 0x0A, count - from) {
                return UnsafeRawPointer(found) - UnsafeRawPointer(base + start)
            }
            from = count
            guard try fill() else { return nil }
        }
    }

    private func settle() {
        start += pending
        pending = 0
    }

    private func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        guard count <= limit else { throw RecordTooLong(limit: limit) }
        makeRoom()
        let room = memory[end..<(memory.count - PaddedBytes.padding)]
        let got = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: room))
        end += got
        isAtEnd = got == 0
        return got > 0
    }

    private func makeRoom() {
        guard memory.count - PaddedBytes.padding - end < memory.count / 4 else { return }
        let unread = UnsafeRawBufferPointer(rebasing: memory[start..<end])
        if unread.count < memory.count / 2 {
            memory.copyMemory(from: unread)
        } else {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 64)
            larger.initializeMemory(as: UInt8.self, repeating: 0)
            larger.copyMemory(from: unread)
            memory.deallocate()
            memory = larger
        }
        start = 0
        end = unread.count
    }
}
