public import LogariumCore

/// Where a source file is, and what it is.
public struct SourceDescription: Sendable, Equatable {
    public enum Role: String, Sendable {
        case samples, results, table, aggregates

        var holdsSamples: Bool { self == .samples || self == .table }
    }
    public var path: String
    /// Inside an archive; empty for a plain file.
    public var member: String
    public var role: Role
    public var format: String
    public var readerVersion: Int
    public var harnessVersion: String?
    /// SHA-256 of the results file that belongs to a samples file; empty where there is none.
    public var pairedSHA256: String

    public init(
        path: String, member: String = "", role: Role, format: String, readerVersion: Int = 1,
        harnessVersion: String? = nil, pairedSHA256: String = ""
    ) {
        self.path = path
        self.member = member
        self.role = role
        self.format = format
        self.readerVersion = readerVersion
        self.harnessVersion = harnessVersion
        self.pairedSHA256 = pairedSHA256
    }

    /// The place for messages: `path`, or `path:member` inside an archive.
    public var place: String { member.isEmpty ? path : "\(path):\(member)" }

    /// Last component of the member or the path.
    var name: String {
        let whole = member.isEmpty ? path : member
        return whole.split(separator: "/").last.map(String.init) ?? whole
    }
}

/// What reading a source to its end has shown.
public struct SourceDigest: Sendable, Equatable {
    public var sha256: String
    public var bytes: Int
    public var lines: Int

    public init(sha256: String, bytes: Int, lines: Int) {
        self.sha256 = sha256
        self.bytes = bytes
        self.lines = lines
    }
}

/// What became of one run of a source file.
public struct RunOutcome: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case new
        /// Known, with equal values: nothing was stored.
        case identical
        /// Holds a known run and more: stored in its place.
        case extended
        /// Known, with other values: left out.
        case conflict
        /// Known, with other values: stored in its place, as asked.
        case replaced
        /// Known, with other values: left out, as asked.
        case skipped
    }
    public var kind: Kind
    public var task: String
    public var ref: String
    public var nResponses: Int
    /// Responses; where there are none, examples with a score.
    public var nExamples = 0
    /// Scores stored beside them.
    public var nScores = 0
    /// Lines that said again, with equal values, what a line before them said.
    public var nRepeated = 0
    /// Examples that the results file says were evaluated; nil where it does not say.
    public var nExpected: Int?
    /// Identical, and the aggregates of its results file are now held against the known run.
    var isLinked = false
    /// Of a conflict: largest absolute difference; infinite where only one side is a number.
    public var maxDifference: Double?
    /// Of a conflict: settings in which the two runs differ, as the harness names them.
    public var differingSettings: [String] = []
    /// Of a conflict: examples whose values differ, or that only one side has.
    public var nDiffering = 0
    /// The samples hold more than their results say were evaluated; lm-eval's --predict_only says 0 of any number.
    public var isOverfull: Bool { nExpected.map { $0 > 0 && nExamples > $0 } ?? false }
    /// Whether the warehouse took the run in.
    public var isStored: Bool { kind == .new || kind == .extended || kind == .replaced }
}

/// What became of one source file.
public struct SourceOutcome: Sendable, Equatable {
    public var runs: [RunOutcome] = []
    public var nRejected = 0
    /// The very bytes were ingested before: nothing was read.
    public var wasKnown = false
    /// Results files: aggregates stored.
    public var nReported = 0

    public init(runs: [RunOutcome] = [], nRejected: Int = 0, wasKnown: Bool = false) {
        self.runs = runs
        self.nRejected = nRejected
        self.wasKnown = wasKnown
    }

    public var nNewResponses: Int {
        runs.filter(\.isStored).reduce(0) { $0 + $1.nResponses }
    }
    public var nNewScores: Int { runs.filter(\.isStored).reduce(0) { $0 + $1.nScores } }
    public var nNewRuns: Int { runs.count(where: \.isStored) }
    public func count(_ kind: RunOutcome.Kind) -> Int { runs.count { $0.kind == kind } }
    /// Nothing of the file was stored because everything in it was there.
    public var isIdentical: Bool { wasKnown || (!runs.isEmpty && runs.allSatisfy { $0.kind == .identical }) }
}

/// What to do with a run that exists with other values.
public enum ConflictPolicy: String, Sendable, CaseIterable { case error, skip, replace }

/// How a source file is written.
public struct WriteOptions: Sendable {
    public var onConflict = ConflictPolicy.error
    /// For runs that have no label of their own.
    public var runLabel = ""
    /// Whether bad lines are set aside; otherwise the first refuses the file.
    public var setsLinesAside = false
    /// Whether prompts, choices and documents are stored.
    public var keepsText = true
    public var modelRules: [ModelRule] = []
    public var taskRules: [TaskRule] = []

    public init() {}
}
