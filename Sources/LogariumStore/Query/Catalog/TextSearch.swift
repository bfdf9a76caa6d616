extension Substring.UTF8View {
    /// Where a text begins and ends in this one, byte by byte: the standard library's search takes grapheme after
    /// grapheme, and is half of a short question's time.
    func firstRange(of text: String) -> Range<Index>? {
        var text = text
        let offset = text.withUTF8 { text in
            withContiguousStorageIfAvailable { Self.place(of: text, in: $0) } ?? nil
        }
        guard let offset else { return nil }
        let start = index(startIndex, offsetBy: offset)
        return start..<index(start, offsetBy: text.utf8.count)
    }

    private static func place(
        of text: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        guard let first = text.first else { return 0 }
        var place = 0
        while place + text.count <= bytes.count {
            if bytes[place] == first, bytes[place..<place + text.count].elementsEqual(text) { return place }
            place += 1
        }
        return nil
    }
}
