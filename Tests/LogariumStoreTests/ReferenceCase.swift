import Foundation
import Testing

/// One case of `shared/statistics/cases`: inputs, expected values and their tolerance.
struct ReferenceCase: CustomTestStringConvertible, Sendable {
    let id: String
    let function: String
    let inputs: JSONNumberTree
    let expected: JSONNumberTree
    let relative: Double
    let absolute: Double

    var testDescription: String { id }

    /// Nil where the file is not there or not of this form.
    static func all(in file: String) -> [ReferenceCase] {
        let folder =
            ProcessInfo.processInfo.environment["LOGARIUM_CASES"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "LogariumCoreTests/Cases")
        guard let data = try? Data(contentsOf: folder.appending(path: "\(file).json")),
            let tree = try? JSONDecoder().decode(File.self, from: data)
        else { return [] }
        return tree.cases.map {
            ReferenceCase(
                id: $0.id, function: $0.function, inputs: $0.inputs, expected: $0.expected,
                relative: $0.tol["rel"] ?? 1e-9, absolute: $0.tol["abs"] ?? 1e-12)
        }
    }

    func agrees(_ value: Double?, _ expected: Double?) -> Bool {
        guard let value, let expected else { return value == nil && expected == nil }
        return value == expected
            || (value - expected).magnitude <= absolute + relative * max(value.magnitude, expected.magnitude)
    }

    private struct File: Decodable { let cases: [Case] }
    private struct Case: Decodable {
        let id: String
        let function: String
        let inputs: JSONNumberTree
        let expected: JSONNumberTree
        let tol: [String: Double]
    }
}

/// JSON in which "Infinity", "-Infinity" and "NaN" are numbers.
enum JSONNumberTree: Decodable, Sendable {
    case null
    case number(Double)
    case text(String)
    case list([JSONNumberTree])
    case object([String: JSONNumberTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .number(value ? 1 : 0)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            let special: [String: Double] = ["Infinity": .infinity, "-Infinity": -.infinity, "NaN": .nan]
            self = special[value].map { .number($0) } ?? .text(value)
        } else if let value = try? container.decode([JSONNumberTree].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONNumberTree].self))
        }
    }

    subscript(key: String) -> JSONNumberTree {
        if case .object(let object) = self { object[key] ?? .null } else { .null }
    }

    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var list: [JSONNumberTree]? { if case .list(let value) = self { value } else { nil } }
    var numbers: [Double?]? { list?.map(\.number) }
    var object: [String: JSONNumberTree] { if case .object(let value) = self { value } else { [:] } }
}
