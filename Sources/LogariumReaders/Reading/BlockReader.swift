/// Cuts a stream into blocks of whole records, in order: the part of reading that one thread has to do.
///
/// Lines are cut at the last `\n` of what was read and not looked at otherwise; the elements of a JSON array are
/// found one by one. Memory is bounded by the longest record.
final class BlockReader {
    /// Small enough to stay in a core's cache between being read, hashed and parsed.
    static let size = 1 << 18

    private let stream: any ByteStream
    private let size: Int
    private let limit = RecordLimit.bytes
    /// The start of a line whose end is not read yet.
    private var carry: [UInt8] = []
    private var line = 1
    private var isAtStart = true
    private var isAtEnd = false
    /// Takes over where the records are not lines.
    private var records: RecordReader?

    /// - Parameter size: bytes that a block has where no record is longer.
    init(_ stream: any ByteStream, size: Int = BlockReader.size) {
        self.stream = stream
        self.size = size
    }

    /// The next block; nil at the end.
    /// - Throws: `SourceError` of the stream.
    func next() throws -> RecordBlock? {
        if isAtStart { try start() }
        return try records.map(nextElements) ?? nextLines()
    }

    /// Looks whether the first byte that is no space opens an array.
    private func start() throws {
        isAtStart = false
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        carry = try stream.read(atMost: max(size, byteOrderMark.count))
        if carry.starts(with: byteOrderMark) { carry.removeFirst(byteOrderMark.count) }
        let first = carry.first { !JSONSpan.isSpace($0) }
        guard first == UInt8(ascii: "[") || first == nil && !carry.isEmpty else { return }
        records = RecordReader(PrefixedStream(carry, then: stream))
        carry = []
    }

    private func nextLines() throws -> RecordBlock? {
        var memory = BlockMemory(capacity: max(size, carry.count * 2))
        var filled = carry.count
        carry.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
        var cut: Int?
        while cut == nil {
            try fill(memory, &filled)
            let text = UnsafeRawBufferPointer(rebasing: memory.bytes[..<filled])
            cut = isAtEnd ? filled : text.offsetOfLastNewLine.map { $0 + 1 }
            if cut == nil {
                guard filled <= limit else { throw RecordTooLong(limit: limit) }
                memory = Self.larger(memory)
            }
        }
        guard let cut, cut > 0 else { return nil }
        carry = Array(UnsafeRawBufferPointer(rebasing: memory.bytes[cut..<filled]))
        let first = line
        line += UnsafeRawBufferPointer(rebasing: memory.bytes[..<cut]).countOfNewLines
        return RecordBlock(memory, .lines(first: first, bytes: 0..<cut))
    }

    private func fill(_ memory: BlockMemory, _ filled: inout Int) throws {
        while !isAtEnd, filled < memory.capacity {
            let rest = memory.bytes[filled..<memory.capacity]
            let got = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: rest))
            isAtEnd = got == 0
            filled += got
        }
    }

    private static func larger(_ memory: BlockMemory) -> BlockMemory {
        let larger = BlockMemory(capacity: memory.capacity * 2)
        larger.bytes.copyMemory(from: UnsafeRawBufferPointer(memory.bytes))
        return larger
    }

    private func nextElements(of reader: RecordReader) throws -> RecordBlock? {
        var bytes: [UInt8] = []
        var found: [(range: Range<Int>, line: Int, fault: String?)] = []
        while bytes.count < size, let record = try reader.next() {
            found.append((bytes.count..<(bytes.count + record.bytes.count), record.line, record.fault))
            bytes.append(contentsOf: record.bytes)
        }
        guard !found.isEmpty else { return nil }
        let memory = BlockMemory(capacity: bytes.count)
        bytes.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
        return RecordBlock(memory, .records(found))
    }
}
