/// One line of a samples file (or one group of lines): an example, its response and its scores.
public struct Sample: Sendable {
    /// Line in the source, from 1; of an array of objects, the line where the object starts.
    public var line: Int
    /// The harness's filter; lines of a second filter repeat the response of the first.
    public var filter: String
    /// SHA-256/128 of the item as the model saw it: document, contexts, continuations, stated target.
    /// The store adds the copy number, unless `hashHoldsCopy`.
    public var contentHash: Hash128
    /// Whether `contentHash` was read from an export, the copy number already in it.
    public var hashHoldsCopy = false
    /// Index of the document in the evaluation split, where the source gives it: a second line about one document is a
    /// repetition, a line about another document with equal content a copy.
    public var docID: Int?
    /// Nil when the sink said that it knows `contentHash`.
    public var detail: ExampleDetail?
    /// The copy number that the source states; nil lets the store count.
    public var copy: Int?
    /// The matching choices as *this line* gives them away (a gold inferred from a score).
    public var inferredMatching: [Int]?
    /// Nil for generated text.
    public var response: ResponseRecord?
    /// What the harness scored and cannot be recomputed from the log-probs.
    public var scores: [ScoreRecord]
    /// What the harness scored and was recomputed, a verdict a metric.
    public var checks: [ScoreCheck]

    public init(line: Int, filter: String = "none", contentHash: Hash128) {
        self.line = line
        self.filter = filter
        self.contentHash = contentHash
        scores = []
        checks = []
    }
}

/// An example in full: what is stored once, however many runs answer it.
public struct ExampleDetail: Sendable, Equatable {
    /// SHA-256/128 of the document alone: pairs examples across protocols.
    public var itemHash: Hash128
    /// Index in the evaluation split.
    public var docID: Int?
    /// The user's own name of the item (table format); nil where there is none.
    public var name: String?
    public var nChoices: Int
    /// Indices from 0 of the choices that match; nil when unknown.
    public var matching: [Int]?
    public var matchingSource: MatchingSource
    public var prompt: String?
    public var choices: [String]?
    /// Length of each choice in code points, without the delimiter; nil per choice when unknown.
    public var choiceChars: [Int]?
    /// Length of each choice in UTF-8 bytes, without the delimiter.
    public var choiceBytes: [Int]?
    /// SHA-256/128 of prompt and choices: identical questions share a cluster.
    public var questionHash: Hash128
    /// Declared by the source (table format); nil lets `tasks.csv` look into the document.
    public var cluster: String?
    public var subset: String?
    public var truth: String?
    /// The document as JSON text, the source's digits kept.
    public var document: String?

    public init(
        itemHash: Hash128, nChoices: Int, matching: [Int]?, matchingSource: MatchingSource,
        questionHash: Hash128
    ) {
        self.itemHash = itemHash
        self.nChoices = nChoices
        self.matching = matching
        self.matchingSource = matchingSource
        self.questionHash = questionHash
    }
}

/// Where the knowledge of the matching choices comes from.
public enum MatchingSource: String, Sendable, CaseIterable {
    /// An index that the harness states.
    case target
    /// The harness states the choice's text.
    case choiceText = "choice_text"
    /// A field of the document, named in `tasks.csv`.
    case document
    /// Inferred from a score: never counts as agreement with that score.
    case score
    case user
    case none
}

public struct ResponseRecord: Sendable, Equatable {
    public var logprobs: LogProbArray
    /// Log-probs of the choices without the context (mutual information).
    public var unconditional: LogProbArray?
    public var nTokens: [Int?]?
    /// Whether each choice was the greedy continuation; nil where unknown.
    public var greedy: [Bool]?

    public init(logprobs: LogProbArray) { self.logprobs = logprobs }
}

/// A per-example value of a harness's metric.
public struct ScoreRecord: Sendable, Equatable {
    public enum Status: String, Sendable { case ok, nan, missing, notANumber = "not_a_number" }
    public var metric: String
    public var value: Double?
    /// Denominator of a weighted mean: words or bytes of the document.
    public var weight: Double?
    public var status: Status
    /// The source's text where `value` cannot say it.
    public var raw: String?

    public init(
        metric: String, value: Double?, weight: Double? = nil, status: Status = .ok, raw: String? = nil
    ) {
        self.metric = metric
        self.value = value
        self.weight = weight
        self.status = status
        self.raw = raw
    }
}

/// The outcome of recomputing one per-example metric by the harness's own rule.
public struct ScoreCheck: Sendable, Equatable {
    public enum Verdict: Sendable, Equatable {
        /// Equal, from a stated gold.
        case equal
        /// The gold was inferred from this very score: says nothing.
        case inferredGold
        /// Cannot be recomputed from what the line holds.
        case notComputable
        case differs(by: Double)
    }
    public var metric: String
    public var verdict: Verdict

    public init(metric: String, verdict: Verdict) {
        self.metric = metric
        self.verdict = verdict
    }
}

/// A line that was set aside.
public struct RejectedLine: Sendable, Equatable {
    public var line: Int
    public var reason: String
    public var text: String
    /// What is wrong is wrong of every line of the file: this one cannot be set aside.
    public var refusesFile: Bool

    public init(line: Int, reason: String, text: String, refusesFile: Bool = false) {
        self.line = line
        self.reason = reason
        self.text = text
        self.refusesFile = refusesFile
    }
}
