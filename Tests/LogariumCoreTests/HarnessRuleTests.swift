import LogariumCore
import Testing

@Suite("The harness's own rules")
struct HarnessRuleTests {
    @Test("argmax takes the first of a tie, and the first NaN before everything")
    func argmax() {
        #expect(HarnessRule.argmax([-2, -1, -1]) == 1)
        #expect(HarnessRule.argmax([-2, .nan, -1, .nan]) == 1)
        #expect(HarnessRule.argmax([-.infinity, -.infinity]) == 0)
        #expect(HarnessRule.argmax([]) == nil)
    }

    @Test("acc_norm divides by code points, acc_bytes by bytes")
    func lengths() {
        // "é" is one code point and two bytes; "ab" two and two.
        #expect(HarnessRule.prediction([-3, -4], lengths: [1, 2]) == 1)
        #expect(HarnessRule.prediction([-3, -4], lengths: [2, 2]) == 0)
        "é😀".utf8.withContiguousStorageIfAvailable {
            #expect(HarnessRule.codePoints(UnsafeRawBufferPointer($0)) == 2)
        }
    }

    @Test("an empty choice is divided by zero, as Python does")
    func emptyChoice() { #expect(HarnessRule.prediction([-1, -9], lengths: [0, 1]) == 1) }

    @Test("exact_match counts from the end below zero, but for the mark of an invalid gold")
    func exactMatch() {
        #expect(HarnessRule.exactMatch(greedy: [false, true], gold: [-1]) == 1)
        #expect(HarnessRule.exactMatch(greedy: [true, true], gold: [-100]) == 0)
        #expect(HarnessRule.exactMatch(greedy: [true, true], gold: [7]) == 0)
    }

    @Test("words are what Python's re.split makes of white space")
    func words() {
        func count(_ text: String) -> Int { Array(text.utf8).withUnsafeBytes(HarnessRule.wordCount) }
        #expect(count("one  two\nthree") == 3)
        #expect(count(" one ") == 3)
        #expect(count("") == 1)
        #expect(count("a\u{1C}b\u{2028}c") == 3)
    }
}
