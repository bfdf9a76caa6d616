#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whole records cut out of a source: read once by any thread, and again where a record's text is wanted.
///
/// Never changed once it is made, which is what makes it safe to share.
final class RecordBlock: @unchecked Sendable {
    private let memory: BlockMemory
    private let content: Content

    enum Content {
        /// Lines that end at `\n`; the first has this number.
        case lines(first: Int, bytes: Range<Int>)
        case records([(range: Range<Int>, line: Int, fault: String?)])
    }

    /// - Parameter memory: not written to any more.
    init(_ memory: BlockMemory, _ content: Content) {
        self.memory = memory
        self.content = content
    }

    /// Calls `body` with each record that is not blank; its bytes live as long as the block.
    func forEach(_ body: (Record) -> Void) {
        switch content {
        case .lines(let first, let bytes): forEachLine(first, bytes, body)
        case .records(let records):
            for record in records {
                body(Record(bytes: bytes(record.range), line: record.line, fault: record.fault))
            }
        }
    }

    private func forEachLine(_ first: Int, _ bytes: Range<Int>, _ body: (Record) -> Void) {
        var (start, line) = (bytes.lowerBound, first)
        while start < bytes.upperBound {
            let rest = self.bytes(start..<bytes.upperBound)
            let length = rest.offsetOfNewLine ?? rest.count
            var text = UnsafeRawBufferPointer(rebasing: rest[..<length])
            if text.last == 0x0D { text = UnsafeRawBufferPointer(rebasing: text.dropLast()) }
            if !text.allSatisfy(JSONSpan.isSpace) { body(Record(bytes: text, line: line)) }
            start += length + 1
            line += 1
        }
    }

    private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: memory.bytes[range])
    }
}

extension UnsafeRawBufferPointer {
    /// Of the first `\n`; nil where there is none.
    var offsetOfNewLine: Int? {
        guard let base = baseAddress, let found = memchr(base, 0x0A, count) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    var countOfNewLines: Int {
        var (count, rest) = (0, self)
        while let place = rest.offsetOfNewLine {
            count += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(place + 1)...])
        }
        return count
    }

    /// Of the last `\n`; nil where there is none.
    var offsetOfLastNewLine: Int? { lastIndex(of: 0x0A) }
}
