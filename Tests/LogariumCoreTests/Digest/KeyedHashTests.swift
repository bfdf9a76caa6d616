import LogariumCore
import Testing

@Suite("A hash under a key")
struct KeyedHashTests {
    private static func code(_ text: [UInt8], _ key: KeyedHash.Key) -> Hash128? {
        text.withUnsafeBytes { KeyedHash(key: key)?.code(of: $0) }
    }

    @Test(
        "is the same for equal texts under one key, and another for a bit, a zero at the end or another key")
    func codes() throws {
        let key = KeyedHash.Key()
        for count in [0, 1, 15, 16, 17, 64, 7000] {
            let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let code = try #require(Self.code(text, key))
            #expect(Self.code(text, key) == code)
            #expect(Self.code(text + [0], key) != code)
            #expect(Self.code(text, KeyedHash.Key()) != code)
            for place in [0, count / 2, count - 1] where text.indices.contains(place) {
                var other = text
                other[place] ^= 1
                #expect(Self.code(other, key) != code)
            }
        }
    }

    @Test("of parts is that of the parts joined")
    func parts() throws {
        let hash = try #require(KeyedHash(key: KeyedHash.Key()))
        let text = Array("one text in parts".utf8)
        text.withUnsafeBytes { text in
            let whole = hash.code(of: text)
            let (one, other) = (text[..<3], text[3...])
            #expect(
                hash.code(of: UnsafeRawBufferPointer(rebasing: one), UnsafeRawBufferPointer(rebasing: other))
                    == whole)
        }
    }
}
