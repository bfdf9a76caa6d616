import Testing

@testable import LogariumReaders

@Suite("Arrays as numpy prints them")
struct NumpyTextTests {
    @Test("probabilities agree with what numpy printed of them, to its last digit")
    func numpy() throws {
        let short = try #require(NumpyText("[0.44739663 0.55260337]"))
        #expect(short.agrees(with: [0.447396634, 0.552603366]))
        #expect(!short.agrees(with: [0.44739665, 0.55260335]))
        let small = try #require(NumpyText("[9.99999999e-01\n 1.23456789e-12]"))
        #expect(small.agrees(with: [0.999999999, 1.234567891e-12]))
        #expect(!small.agrees(with: [0.999999999, 1.2345679e-12 + 1e-19]))
        #expect(NumpyText("[0.1 ... 0.2]") == nil)
    }
}
