import LogariumCore

/// `model_args`, whether written as `a=b,c=d` or as an object; values as text.
///
/// lm-eval casts the values of an object (`revision=12e4567` becomes infinity): the text is what is left of them.
struct LMEvalModelArguments {
    private var values: [String: String] = [:]

    init(_ arguments: JSONElement?) {
        if let text = arguments?.string {
            values = Self.parse(text)
        } else if let arguments {
            for (key, value) in arguments.fields where !value.isNull {
                values[key.string] = value.string ?? JSONText.compact(value)
            }
        }
    }

    /// The value of an argument; nil when it is missing or empty.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty || $0 == "None" ? nil : $0 } }

    /// What lm-eval names the model after: the first of these that is given (an adapter before its base).
    var modelName: String? {
        ["peft", "delta", "pretrained", "model", "path", "engine"].lazy.compactMap { self[$0] }.first
    }

    /// A comma that no `name=` follows belongs to the value before it.
    private static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        var last: String?
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if let mark = part.firstIndex(of: "=") {
                let name = part[..<mark].trimmingSpaces
                values[name] = String(part[part.index(after: mark)...])
                last = name
            } else if let name = last {
                values[name]? += "," + part
            }
        }
        return values.mapValues { $0[...].trimmingSpaces }
    }
}

extension Substring {
    var trimmingSpaces: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
