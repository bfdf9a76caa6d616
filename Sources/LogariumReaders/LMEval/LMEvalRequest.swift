/// One request of a line: the context and, but for a rolling one, what was to follow it.
struct LMEvalRequest {
    var context: TextView
    /// A text; or the arguments of a generation, as JSON.
    var continuation: TextView?
    var isGeneration = false

    /// - Throws: `LineFault` when `arguments` has neither of the two layouts.
    static func all(in arguments: JSONElement?) throws(LineFault) -> [LMEvalRequest] {
        switch arguments?.kind {
        case .object: return try fromObject(arguments)
        case .array: return try fromArray(arguments)
        default: throw LineFault(reason: "\"arguments\" is neither an object nor an array")
        }
    }

    /// `{"gen_args_0": {"arg_0": …, "arg_1": …}, …}`: by number, since sorted keys put 10 before 2.
    private static func fromObject(_ arguments: JSONElement?) throws(LineFault) -> [LMEvalRequest] {
        var requests: [(number: Int, request: LMEvalRequest)] = []
        guard let arguments else { return [] }
        for (key, value) in arguments.fields {
            guard let number = number(of: key) else {
                throw LineFault(
                    reason: "\"arguments\" has the key \"\(key.string)\", expected gen_args_<number>")
            }
            requests.append((number, try request(value["arg_0"], value["arg_1"])))
        }
        let isSorted = zip(requests, requests.dropFirst()).allSatisfy { $0.number < $1.number }
        if !isSorted { requests.sort { $0.number < $1.number } }
        return requests.map(\.request)
    }

    private static func number(of key: JSONKey) -> Int? {
        let prefix: StaticString = "gen_args_"
        let start = prefix.utf8CodeUnitCount
        guard key.utf8.begins(with: UnsafeRawBufferPointer(start: prefix.utf8Start, count: start)),
            (start + 1...start + 9).contains(key.utf8.count)
        else { return nil }
        var number = 0
        for place in start..<key.utf8.count {
            guard (0x30...0x39).contains(key.utf8[place]) else { return nil }
            number = number * 10 + Int(key.utf8[place] - 0x30)
        }
        return number
    }

    /// `[[context, continuation], …]`, as 0.4.0–0.4.2 and the Python API write.
    private static func fromArray(_ arguments: JSONElement?) throws(LineFault) -> [LMEvalRequest] {
        var requests: [LMEvalRequest] = []
        guard let arguments else { return [] }
        for value in arguments.elements { requests.append(try request(value[0], value[1])) }
        return requests
    }

    private static func request(
        _ context: JSONElement?, _ continuation: JSONElement?
    ) throws(LineFault) -> LMEvalRequest {
        guard let context else { throw LineFault(reason: "\"arguments\" has a request without a context") }
        var request = LMEvalRequest(context: TextView(context: context))
        if let continuation {
            request.isGeneration = continuation.kind != .string
            request.continuation = TextView(continuation)
        }
        return request
    }
}

/// A text in the parser's memory or, seldom, one of our own.
enum TextView {
    case view(UnsafeRawBufferPointer)
    case owned([UInt8])

    static var empty: TextView { .owned([]) }

    init(_ element: JSONElement) {
        self = element.utf8.map(TextView.view) ?? .owned(Array(JSONText.compact(element).utf8))
    }

    /// A chat API's context is a list that holds one JSON text.
    init(context element: JSONElement) {
        if element.kind == .array, element.count == 1, let text = element[0]?.utf8 {
            self = .view(text)
        } else {
            self.init(element)
        }
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch self {
        case .view(let bytes): try body(bytes)
        case .owned(let bytes): try bytes.withUnsafeBytes(body)
        }
    }

    var isEmpty: Bool { withBytes(\.isEmpty) }

    var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    static func == (one: TextView, other: TextView) -> Bool {
        one.withBytes { one in
            other.withBytes { other in
                one.equals(other)
            }
        }
    }

    /// Without `prefix`, where it begins with that.
    func dropping(prefix: String) -> TextView {
        var prefix = prefix
        let begins = prefix.withUTF8 { prefix in withBytes { $0.begins(with: UnsafeRawBufferPointer(prefix)) }
        }
        guard begins, !prefix.isEmpty else { return self }
        let count = prefix.utf8.count
        switch self {
        case .view(let bytes): return .view(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(count)))
        case .owned(let bytes): return .owned(Array(bytes.dropFirst(count)))
        }
    }
}
