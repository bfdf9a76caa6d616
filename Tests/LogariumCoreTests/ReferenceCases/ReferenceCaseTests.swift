import Foundation
import Testing

@Suite("ReferenceCase: the statistics agree with the specification's cases")
struct ReferenceCaseTests {
    @Test("case", arguments: (try? ReferenceCaseFiles.cases.get()) ?? [])
    func agrees(_ reference: ReferenceCase) throws {
        let adapter = try #require(
            CaseAdapters.all[reference.function], "no implementation of \(reference.function)")
        let got = try adapter(CaseInputs(reference.inputs)).json
        let comparison = CaseComparison(got: got, want: reference.expected, tolerance: reference.tol)
        #expect(comparison.departures.isEmpty, "\(comparison.departures.joined(separator: "\n"))")
    }

    @Test("the case files are found, readable, and name every case once")
    func areReadable() throws {
        let cases = try ReferenceCaseFiles.cases.get()
        #expect(!cases.isEmpty)
        #expect(Set(cases.map(\.id)).count == cases.count)
    }

    @Test(
        "the repository's copy equals the shared cases byte for byte",
        .enabled(
            if: FileManager.default.fileExists(atPath: shared.path), "no ../shared/statistics/cases here"))
    func copyIsCurrent() throws {
        let copies = try ReferenceCaseFiles.files(in: ReferenceCaseFiles.copy)
        let originals = try ReferenceCaseFiles.files(in: Self.shared)
        #expect(copies.map(\.lastPathComponent) == originals.map(\.lastPathComponent))
        for (copy, original) in zip(copies, originals) {
            #expect(try Data(contentsOf: copy) == Data(contentsOf: original), "\(copy.lastPathComponent)")
        }
    }

    @Test("a wrong number, a missing key, a null for a number and a longer list are all departures")
    func comparisonCanFail() {
        let want = JSONValue.object(["a": .number(1), "b": .null, "c": .array([.number(2)])])
        let wrong = JSONValue.object(["a": .number(1.001), "b": .number(0), "c": .array([])])
        let tolerance = ReferenceCase.Tolerance(rel: 1e-9, abs: 0)
        func departures(_ got: JSONValue) -> Int {
            CaseComparison(got: got, want: want, tolerance: tolerance).departures.count
        }
        #expect(departures(want) == 0)
        #expect(departures(wrong) == 3)
        #expect(departures(.object([:])) == 3)
        #expect(departures(.object(["a": .number(.nan), "b": .null, "c": .array([.number(2)])])) == 1)
    }

    private static let shared = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/statistics/cases")
}
