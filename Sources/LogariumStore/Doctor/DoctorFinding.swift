/// Something about a warehouse or its surroundings that should be put right.
public struct DoctorFinding: Sendable, Equatable {
    /// `sqlite`, `file`, `schema`, `identity`, `run`, `response`, `columns`.
    public let topic: String
    public let what: String
    public let remedy: String
}

/// What `Doctor` saw: facts by name in order, remarks that need no action, and findings.
public struct Diagnosis: Sendable, Equatable {
    public struct Fact: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public internal(set) var facts: [Fact] = []
    public internal(set) var remarks: [String] = []
    public internal(set) var findings: [DoctorFinding] = []

    mutating func note(_ name: String, _ value: some CustomStringConvertible) {
        facts.append(Fact(name: name, value: value.description))
    }

    mutating func find(_ topic: String, _ what: String, _ remedy: String) {
        findings.append(DoctorFinding(topic: topic, what: what, remedy: remedy))
    }
}
