/// One row of `models.csv`: which references it means and what it says of them.
public struct ModelRule: Sendable, Equatable {
    public static let columns = [
        "match", "revision", "model", "series", "n_params", "n_params_non_embedding", "train_step",
        "train_tokens", "rlhf_step", "seed", "variant",
    ]

    /// Line of the file, from 1.
    public var line: Int
    public var match: Glob
    /// Nil matches every revision.
    public var revision: Glob?
    public var identity: CheckpointIdentity

    /// - Parameter cells: text by column; an empty cell says nothing.
    /// - Throws: `RuleFault` for a cell that is not a number.
    public init(line: Int, cells: [String: String]) throws(RuleFault) {
        func text(_ column: String) -> String? { cells[column].flatMap { $0.isEmpty ? nil : $0 } }
        func integer(_ column: CoordinateColumn) throws(RuleFault) -> Int? {
            guard let text = text(column.rawValue) else { return nil }
            if let fault = column.fault(of: text) { throw RuleFault(line: line, reason: fault) }
            return WholeNumber.parse(text)
        }
        guard let match = text("match") else {
            throw RuleFault(line: line, reason: "the row has no match")
        }
        self.line = line
        self.match = Glob(match)
        revision = text("revision").map(Glob.init)
        var identity = CheckpointIdentity()
        identity.model = text("model")
        identity.series = text("series")
        identity.nParams = try integer(.nParams)
        identity.nParamsNonEmbedding = try integer(.nParamsNonEmbedding)
        identity.trainStep = try integer(.trainStep)
        identity.trainTokens = try integer(.trainTokens)
        identity.rlhfStep = try integer(.rlhfStep)
        identity.seed = try integer(.seed)
        identity.variant = text("variant")
        self.identity = identity
    }

    public func applies(to reference: CheckpointReference) -> Bool {
        let names = [reference.modelName, reference.pretrained, reference.ref].compactMap { $0 }
        guard names.contains(where: match.matches) else { return false }
        return revision.map { $0.matches(reference.revision ?? "main") } ?? true
    }
}

/// A row of a rule file that cannot be read.
public struct RuleFault: Error, Equatable {
    public var line: Int
    public var reason: String

    public init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}

extension [ModelRule] {
    /// What the first matching row says, and the lines of later rows that match too but disagree.
    public func decide(_ reference: CheckpointReference) -> (
        identity: CheckpointIdentity, disagreeing: [Int]
    )? {
        let matching = filter { $0.applies(to: reference) }
        guard let first = matching.first else { return nil }
        let disagreeing = matching.dropFirst().filter { $0.identity != first.identity }.map(\.line)
        return (first.identity, disagreeing)
    }
}
