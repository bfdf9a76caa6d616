import Foundation
import Testing

/// One case of `Cases/*.json`: what a function must return, to which tolerance.
struct ReferenceCase: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let function: String
    let inputs: JSONValue
    let expected: JSONValue
    let tol: Tolerance

    struct Tolerance: Decodable, Sendable {
        let rel: Double
        let abs: Double

        func accepts(_ got: Double, for want: Double) -> Bool {
            got == want || Swift.abs(got - want) <= abs + rel * Swift.abs(want)
        }
    }

    var testDescription: String { id }
}

/// The case files, from the repository's copy or from the folder that `LOGARIUM_CASES` names.
enum ReferenceCaseFiles {
    static let copy = Bundle.module.resourceURL?.appendingPathComponent("Cases")

    static var folder: URL? {
        ProcessInfo.processInfo.environment["LOGARIUM_CASES"].map { URL(fileURLWithPath: $0) } ?? copy
    }

    static func files(in folder: URL?) throws -> [URL] {
        guard let folder else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    static let cases = Result {
        try files(in: folder).flatMap { file in
            try JSONDecoder().decode(CaseFile.self, from: Data(contentsOf: file)).cases
        }
    }

    private struct CaseFile: Decodable {
        let cases: [ReferenceCase]
    }
}
