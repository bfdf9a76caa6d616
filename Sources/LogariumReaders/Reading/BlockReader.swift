/// Cuts a stream into blocks of whole records, in order: the part of reading that one thread has to do.
///
/// Lines are cut at the last `\n` of what was read and not looked at otherwise; the elements of a JSON array are
/// found one by one. Memory is bounded by the longest record.
final class BlockReader {
    /// Small enough to stay in a core's cache between being read, hashed and parsed.
    static let size = 1 << 18

    private let stream: any ByteStream
    /// The start of a line whose end is not read yet.
    private var carry: [UInt8] = []
    private var line = 1
    private var isAtStart = true
    private var isAtEnd = false
    /// Takes over where the records are not lines.
    private var records: RecordReader?

    init(_ stream: any ByteStream) { self.stream = stream }

    /// The next block; nil at the end.
    /// - Throws: `SourceError` of the stream.
    func next() throws -> RecordBlock? {
        if isAtStart { try start() }
        return try records.map(nextElements) ?? nextLines()
    }

    /// Looks whether the first byte that is no space opens an array.
    private func start() throws {
        isAtStart = false
        carry = try stream.read(atMost: Self.size)
        if carry.starts(with: [0xEF, 0xBB, 0xBF]) { carry.removeFirst(3) }
        let first = carry.first { !JSONSpan.isSpace($0) }
        guard first == UInt8(ascii: "[") || first == nil && !carry.isEmpty else { return }
        records = RecordReader(PrefixedStream(carry, then: stream))
        carry = []
    }

    private func nextLines() throws -> RecordBlock? {
        var memory = Self.memory(of: max(Self.size, carry.count * 2))
        var filled = carry.count
        carry.withUnsafeBytes { memory.copyMemory(from: $0) }
        var cut: Int?
        do {
            while true {
                try fill(memory, &filled)
                let text = UnsafeRawBufferPointer(rebasing: memory[..<filled])
                cut = isAtEnd ? filled : text.offsetOfLastNewLine.map { $0 + 1 }
                if cut != nil { break }
                memory = Self.larger(memory, holding: filled)
            }
        } catch {
            memory.deallocate()
            throw error
        }
        guard let cut, cut > 0 else {
            memory.deallocate()
            return nil
        }
        carry = Array(UnsafeRawBufferPointer(rebasing: memory[cut..<filled]))
        let first = line
        line += UnsafeRawBufferPointer(rebasing: memory[..<cut]).countOfNewLines
        return RecordBlock(taking: memory, .lines(first: first, bytes: 0..<cut))
    }

    private func fill(_ memory: UnsafeMutableRawBufferPointer, _ filled: inout Int) throws {
        let capacity = memory.count - PaddedBytes.padding
        while !isAtEnd, filled < capacity {
            let got = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[filled..<capacity]))
            isAtEnd = got == 0
            filled += got
        }
    }

    private func nextElements(of reader: RecordReader) throws -> RecordBlock? {
        var bytes: [UInt8] = []
        var found: [(range: Range<Int>, line: Int, fault: String?)] = []
        while bytes.count < Self.size, let record = try reader.next() {
            found.append((bytes.count..<(bytes.count + record.bytes.count), record.line, record.fault))
            bytes.append(contentsOf: record.bytes)
        }
        guard !found.isEmpty else { return nil }
        let memory = Self.memory(of: bytes.count)
        bytes.withUnsafeBytes { memory.copyMemory(from: $0) }
        return RecordBlock(taking: memory, .records(found))
    }

    private static func memory(of capacity: Int) -> UnsafeMutableRawBufferPointer {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: capacity + PaddedBytes.padding, alignment: 64)
        memory[capacity...].initializeMemory(as: UInt8.self, repeating: 0)
        return memory
    }

    private static func larger(
        _ memory: UnsafeMutableRawBufferPointer, holding filled: Int
    ) -> UnsafeMutableRawBufferPointer {
        let larger = Self.memory(of: memory.count * 2)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<filled]))
        memory.deallocate()
        return larger
    }
}
