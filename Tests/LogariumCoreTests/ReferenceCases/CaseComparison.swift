/// Where a result departs from what a case expects, one line a departure.
struct CaseComparison {
    let tolerance: ReferenceCase.Tolerance
    private(set) var departures: [String] = []

    init(got: JSONValue, want: JSONValue, tolerance: ReferenceCase.Tolerance) {
        self.tolerance = tolerance
        compare(got, want, at: "")
    }

    private mutating func compare(_ got: JSONValue, _ want: JSONValue, at path: String) {
        if case .object(let wanted) = want, case .object(let given) = got {
            for (key, value) in wanted.sorted(by: { $0.key < $1.key }) {
                guard let other = given[key] else {
                    departures.append("\(path).\(key): not computed, want \(value)")
                    continue
                }
                compare(other, value, at: "\(path).\(key)")
            }
        } else if case .array(let wanted) = want, case .array(let given) = got {
            guard given.count == wanted.count else {
                departures.append("\(path): \(given.count) items, want \(wanted.count)")
                return
            }
            for (index, (other, value)) in zip(given, wanted).enumerated() {
                compare(other, value, at: "\(path)[\(index)]")
            }
        } else if !agree(got, want) {
            departures.append("\(path): got \(got), want \(want)")
        }
    }

    private func agree(_ got: JSONValue, _ want: JSONValue) -> Bool {
        if got == want { return true }
        guard case .number(let given) = got, let wanted = want.number else { return false }
        return tolerance.accepts(given, for: wanted)
    }
}
