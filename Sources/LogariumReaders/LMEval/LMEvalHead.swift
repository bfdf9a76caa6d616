import LogariumCore

/// What the head of a line says, the same in every run of a task: which example it is, and how it was put.
struct LMEvalHead: Sendable, Equatable {
    let docID: Int?
    let contentHash: Hash128
    let shape: LMEvalShape
    /// As stated; not what a score gives away.
    let gold: LMEvalGold
}

/// A line in two: its head, with the document and the long prompts, and the rest, with the answers, from `"resps"` on.
///
/// The cut is made at the last `, "resps"`. Where both the line, and the rest after an opening brace, are JSON, that name
/// stands in the line's own object: in an inner one the rest would have too many closing braces, and in a string its
/// quotation mark would end the string. A parser that has read an equal head is in the same state, so that of another
/// line with this head the rest alone says whether it is JSON, and what its answers are.
struct LMEvalCut {
    /// Up to the comma, not included.
    let head: UnsafeRawBufferPointer
    /// From the quotation mark of `"resps"` to the line's end.
    let rest: UnsafeRawBufferPointer

    private static let name = Array("\"resps\"".utf8)

    /// Nil where the line has no such name, or something else than a comma before it.
    init?(_ line: UnsafeRawBufferPointer) {
        guard let start = Self.name.withUnsafeBytes({ line.lastOffset(of: $0) }) else { return nil }
        var end = start
        while end > 0, JSONSpan.isSpace(line[end - 1]) { end -= 1 }
        guard end > 0, line[end - 1] == UInt8(ascii: ",") else { return nil }
        head = UnsafeRawBufferPointer(rebasing: line[..<(end - 1)])
        rest = UnsafeRawBufferPointer(rebasing: line[start...])
    }
}

extension UnsafeRawBufferPointer {
    /// Of the last occurrence of `text`; nil where there is none.
    fileprivate func lastOffset(of text: UnsafeRawBufferPointer) -> Int? {
        guard count >= text.count else { return nil }
        for offset in stride(from: count - text.count, through: 0, by: -1)
        where self[offset] == text[0] && UnsafeRawBufferPointer(rebasing: self[offset...]).begins(with: text)
        {
            return offset
        }
        return nil
    }
}
