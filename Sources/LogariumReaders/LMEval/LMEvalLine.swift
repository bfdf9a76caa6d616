/// One line of a samples file: its fields found, nothing judged. Views into the parser.
struct LMEvalLine {
    var docID: JSONElement?
    var doc: JSONElement?
    var target: JSONElement?
    var arguments: JSONElement?
    var responses: JSONElement?
    var filter: JSONElement?
    var metricNames: JSONElement?
    var docHash: JSONElement?
    private var others: [(key: JSONKey, value: JSONElement)] = []
    private(set) var nFields = 0
    /// Of them, those of the document and of what was asked.
    private(set) var nHeadFields = 0

    init(_ object: JSONElement) {
        for (key, value) in object.fields {
            nFields += 1
            switch key {
            case "doc_id": docID = ofHead(value)
            case "doc": doc = ofHead(value)
            case "target": target = ofHead(value)
            case "arguments": arguments = ofHead(value)
            case "resps": responses = value
            case "filter": filter = value
            case "metrics": metricNames = value
            case "doc_hash": docHash = value
            case "filtered_resps", "prompt_hash", "target_hash": break
            default: others.append((key, value))
            }
        }
    }

    private mutating func ofHead(_ value: JSONElement) -> JSONElement {
        nHeadFields += 1
        return value
    }

    /// The metrics on the line: those that `metrics` names, or (up to 0.4.6) every field of no other meaning.
    var metrics: [(name: String, value: JSONElement)] {
        guard let metricNames, metricNames.kind == .array else {
            return others.map { ($0.key.string, $0.value) }
        }
        return metricNames.elements.compactMap { name in
            guard let name = name.string, let found = others.first(where: { $0.key == name }) else {
                return nil
            }
            return (name, found.value)
        }
    }

    /// The shape by which a samples file is known whatever its name.
    static func isSample(_ object: JSONElement) -> Bool {
        let line = LMEvalLine(object)
        return line.docID != nil && line.doc != nil && line.arguments != nil && line.responses != nil
    }
}

/// What makes a line unusable: the field, what was expected, what was found.
struct LineFault: Error, Equatable {
    var reason: String
    /// What is wrong is wrong of every line: none can be set aside.
    var refusesFile = false
}
