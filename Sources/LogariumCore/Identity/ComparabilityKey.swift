/// What two runs must agree in to lie on one line: dataset, split, shots, template, chat template, choices,
/// scoring, normalisation, protocol, truncation (docs/statistics.md 5).
///
/// Dtype, engine, batch size and tokenizer do not belong here: they are recorded, and warned about.
public struct ComparabilityKey: Sendable, Hashable {
    /// Name and value of every field; a field that is absent differs from every value.
    public let fields: [String: String]

    public init(_ fields: [String: String]) { self.fields = fields }

    /// The fields in which the two differ, sorted by name. Empty where they are comparable.
    public func differences(from other: ComparabilityKey) -> [String] {
        Set<String>(fields.keys).union(other.fields.keys).filter { fields[$0] != other.fields[$0] }.sorted()
    }

    public func isComparable(with other: ComparabilityKey) -> Bool { fields == other.fields }

    /// SHA-256 over the fields in order of their names, 64 hexadecimal digits.
    public var digest: String {
        var digest = SHA256Digest()
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            digest.updateField(name)
            digest.updateField(value)
        }
        return digest.finalizeHex()
    }
}
