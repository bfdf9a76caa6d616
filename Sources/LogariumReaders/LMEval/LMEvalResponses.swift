import CSimdjson
import LogariumCore

/// What `resps` says, request by request; of repeats the first.
struct LMEvalResponses {
    var values: [LogLikelihood] = []

    /// No responses: of generated text there is nothing to read.
    init() {}

    struct LogLikelihood {
        /// Nil where the harness gives no number.
        var value: Double?
        /// The source's spelling, when it is one of JSON: a view into the line or its parser.
        var digits: UnsafeRawBufferPointer?
        var greedy: Bool?

        fileprivate init() {}

        fileprivate init(_ entry: csj_log_likelihood) {
            value = entry.value
            digits = UnsafeRawBufferPointer(start: entry.digits, count: entry.length)
            greedy = entry.is_greedy
        }
    }

    /// Reads what is written as nearly every line is: texts of finite numbers; nil for anything else.
    init?(plain responses: JSONElement) {
        let capacity = 32
        let count = withUnsafeTemporaryAllocation(of: csj_log_likelihood.self, capacity: capacity) {
            entries in
            let count = Int(csj_log_likelihoods(responses.value, entries.baseAddress, Int32(capacity)))
            if count >= 0 { values = entries[..<count].map(LogLikelihood.init) }
            return count
        }
        if count < 0 { return nil }
    }

    /// - Parameter source: the line as it was written, for the digits of typed numbers.
    /// - Throws: `LineFault` when an entry is no log-likelihood.
    init(_ responses: JSONElement, source: UnsafeRawBufferPointer) throws(LineFault) {
        var isTyped = false
        values.reserveCapacity(4)
        for (index, repeats) in responses.elements.enumerated() {
            let first = Self.unwrapped(repeats[0] ?? repeats)
            let scalar = first.kind == .array ? first[0] : first
            isTyped = isTyped || scalar?.isNumber == true
            values.append(try Self.logLikelihood(scalar, of: first, index: index))
        }
        if isTyped { keepTypedDigits(of: source) }
    }

    /// The log-probs of some of the requests.
    func logprobs(_ range: Range<Int>) -> LogProbArray {
        var array = LogProbArray(capacity: range.count)
        for entry in values[range] {
            switch (entry.value, entry.digits) {
            case (let value?, let digits?):
                array.append(value, digits: digits)
            case (let value?, nil): array.append(value)
            case (nil, _): array.appendMissing()
            }
        }
        return array
    }

    /// Nil when one of them is unknown.
    func greedy(_ range: Range<Int>) -> [Bool]? {
        let flags = values[range].compactMap(\.greedy)
        return flags.count == range.count ? flags : nil
    }

    /// 0.5 nests once more: `[["-1.5", "False"]]`.
    private static func unwrapped(_ element: JSONElement) -> JSONElement {
        guard element.kind == .array, element.count == 1, let inner = element[0], inner.kind == .array
        else { return element }
        return unwrapped(inner)
    }

    private static func logLikelihood(
        _ scalar: JSONElement?, of entry: JSONElement, index: Int
    ) throws(LineFault) -> LogLikelihood {
        var result = LogLikelihood()
        if let scalar, !scalar.isNull {
            guard let value = scalar.number else {
                let found = JSONText.compact(scalar).prefix(40)
                throw LineFault(reason: "\"resps\"[\(index)] is \(found), expected a log-likelihood")
            }
            result.value = value
            if value.isFinite, let text = scalar.utf8, NumberText.isJSONNumber(text) {
                result.digits = text
            }
        }
        result.greedy = greedy(entry)
        return result
    }

    private static func greedy(_ entry: JSONElement) -> Bool? {
        guard entry.kind == .array, let flag = entry[1] else { return nil }
        switch flag.string {
        case "True": return true
        case "False": return false
        default: return flag.bool
        }
    }

    /// The parser keeps doubles, not their spelling: take it from the source where every number is accounted for.
    private mutating func keepTypedDigits(of source: UnsafeRawBufferPointer) {
        guard let span = JSONSpan.field("resps", of: source) else { return }
        let tokens = JSONSpan.numbers(in: span)
        guard tokens.count == values.count else { return }
        for (index, token) in tokens.enumerated()
        where values[index].value?.isFinite == true && NumberText.isJSONNumber(token) {
            values[index].digits = token
        }
    }
}
