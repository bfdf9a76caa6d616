import LogariumCore
import LogariumFunctions

extension ReadConnection {
    /// Makes sure that every value given to filter by is there: a name that nothing has is no empty answer.
    ///
    /// - Parameter given: values as text, by the parameter's name.
    /// - Throws: `ReadError.noMatch` with the nearest names.
    func requireMatches(of query: QueryDefinition, _ given: [String: String]) throws {
        for parameter in query.parameters {
            guard let text = given[parameter.name], let field = FilterField.of(parameter, in: query.name)
            else { continue }
            let wanted = try parameter.value(from: text)
            guard case .text(let list) = wanted, parameter.kind != .text, try !isThere(wanted, in: field)
            else {
                try requireMatch(of: wanted, text, in: field)
                continue
            }
            for element in AskedValues(list).elements {
                try requireMatch(
                    of: .text(element.text), element.text, isPattern: element.isPattern, in: field)
            }
        }
    }

    private func requireMatch(
        of wanted: ResultValue, _ text: String, isPattern: Bool = false, in field: FilterField
    ) throws {
        guard try !isThere(wanted, in: field, by: "IS_ASKED(value, :wanted)") else { return }
        let known = try knownValues(of: field)
        throw ReadError.noMatch(
            isPattern ? "no \(field.noun) is like" : field.denial, value: text, noun: field.noun,
            closest: NearestValues(to: text, in: known).values, known: known)
    }

    /// - Parameter condition: on `value`; a name that has a comma in it is equal to the whole.
    private func isThere(
        _ wanted: ResultValue, in field: FilterField, by condition: String = "value = :wanted"
    ) throws -> Bool {
        let search = try prepare("SELECT 1 FROM (\(field.known)) WHERE \(condition) LIMIT 1")
        try search.bind("wanted", wanted)
        var isThere = false
        try search.forEachRow { _ in isThere = true }
        return isThere
    }

    /// The values that a parameter can filter by; none where it is no filter.
    ///
    /// - Throws: `ReadError`.
    public func values(of parameter: QueryParameter, in query: QueryDefinition) throws -> [String] {
        try FilterField.of(parameter, in: query.name).map(knownValues) ?? []
    }

    private func knownValues(of field: FilterField) throws -> [String] {
        var known: [String] = []
        let search = try prepare(
            "SELECT DISTINCT value FROM (\(field.known)) WHERE value IS NOT NULL ORDER BY value")
        try search.forEachRow { row in known.append(row[0].text ?? row[0].integer.map(String.init) ?? "") }
        return known
    }
}

/// The values that were most probably meant, the nearest first, three at most.
struct NearestValues {
    let values: [String]

    /// - Parameter known: numbers are near by their difference, texts by their letters.
    init(to wanted: String, in known: [String]) {
        if let number = Int64(wanted), case let numbers = known.compactMap(Int64.init), !numbers.isEmpty {
            let below = numbers.filter { $0 < number }.max()
            let above = numbers.filter { $0 > number }.min()
            values = [below, above].compactMap { $0 }.map(String.init)
        } else {
            let word = wanted.filter { $0 != "%" && $0 != "*" }
            let inside = known.filter { !word.isEmpty && $0.lowercased().contains(word.lowercased()) }
            let near = word.nearest(in: known)
            values = Array((near + inside.filter { !near.contains($0) }).prefix(3))
        }
    }
}
