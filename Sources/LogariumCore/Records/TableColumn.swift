/// The columns of Logarium's own table format, in the order in which they are written.
///
/// A table has one line a response (`logprobs`), or one line a choice (`logprob`), or one line a generated answer (`answer`,
/// `correct`), and lines with a score (`metric`). An empty cell is "not stated". CSV, TSV and NDJSON use the same names.
public enum TableColumn: String, Sendable, CaseIterable {
    // The checkpoint.
    /// What the checkpoint is called, unique in a warehouse; made of the coordinates when empty.
    case checkpoint
    /// One member of a family of models.
    case model
    /// Models made alike: one trend line.
    case series
    /// Parameters in all, embeddings included.
    case nParams = "n_params"
    case nParamsNonEmbedding = "n_params_non_embedding"
    case trainStep = "train_step"
    case trainTokens = "train_tokens"
    case rlhfStep = "rlhf_step"
    case seed
    /// Tells checkpoints apart whose coordinates agree.
    case variant
    /// The harness's own name for the model.
    case modelName = "model_name"
    case pretrained
    case revision
    case subfolder

    // The task and the protocol.
    case task
    /// Tasks that ask the same items in another way.
    case family
    /// What the task is a measure of.
    case behavior
    /// `capability` or `behavior`.
    case kind
    /// `better` or `worse`.
    case moreIs = "more_is"
    /// How the task was put, for people: `5-shot`.
    case `protocol`
    case numFewshot = "num_fewshot"
    /// `multiple_choice`, `loglikelihood`, `loglikelihood_rolling` or `generate_until`.
    case outputType = "output_type"
    /// The declared fields that must agree between comparable runs, a JSON object.
    case declared
    /// What was done to the chain of thought before the answer: `none`, `no_chain`, `truncated`, `mistake`, `paraphrase`, `filler`,
    /// `shuffled` or `others`.
    case intervention
    /// Of the chain, from 0 to 1.
    case shareKept = "share_kept"
    /// What else the question came with, a free label: `unbiased`, `biased`.
    case context

    // The run.
    /// The program that computed the log-probs.
    case engine
    case dtype
    case harness
    case harnessVersion = "harness_version"
    case taskVersion = "task_version"
    /// Seconds since 1970, UTC.
    case evaluatedAt = "evaluated_at"
    /// How the examples were chosen; empty when all were taken.
    case selection
    /// Tells reruns apart.
    case run
    /// Examples the source says it evaluated.
    case nExpected = "n_expected"
    /// Why the run is not whole.
    case partial
    /// Everything else worth keeping, a JSON object.
    case config

    // The example.
    /// The user's own name of the item; may be empty where `content_hash` is given.
    case example
    /// Which one of several identical examples, from 0.
    case copy
    /// Index in the evaluation split.
    case docID = "doc_id"
    /// 32 hexadecimal digits, of the document alone.
    case itemHash = "item_hash"
    /// 32 hexadecimal digits, of the item as the model saw it.
    case contentHash = "content_hash"
    /// 32 hexadecimal digits, of prompt and choices: examples with the same one share a cluster.
    case questionHash = "question_hash"
    case prompt
    /// A JSON array of texts.
    case choices
    /// A JSON array: code points a choice.
    case choiceChars = "choice_chars"
    /// A JSON array: UTF-8 bytes a choice.
    case choiceBytes = "choice_bytes"
    /// The choices that match: a JSON array of indices from 0, one index, or a choice's text.
    case matching
    /// `target`, `choice_text`, `document`, `score`, `user` or `none`.
    case matchingSource = "matching_source"
    case cluster
    case subset
    case truth
    /// The document, JSON.
    case document

    // The response, one line each.
    /// A JSON array: natural log, summed over the choice's tokens; `null` is missing, `"NaN"` a harness's NaN.
    case logprobs
    /// A JSON array: the same without the context.
    case unconditional
    /// A JSON array of counts; on a line for one choice, its count.
    case nTokens = "n_tokens"
    /// A JSON array of true and false; on a line for one choice, one of them.
    case greedy

    // A generated answer.
    /// As it was extracted from the text; empty where none could be.
    case answer
    /// The right answer.
    case target
    /// The answer that the context suggested.
    case suggested
    /// Whether the answer was right, as the source judged it: 0, 1, true, false.
    case correct

    // The response, one line a choice.
    /// The choice's text.
    case choice
    case logprob
    /// Whether the choice matches: 0, 1, true, false.
    case matches
    /// The choice's index from 0; the order of the lines when empty.
    case position

    // A score.
    case metric
    case filter
    case value
    /// Denominator of a weighted mean.
    case weight
    /// The source's text where `value` cannot say it.
    case raw

    /// Whether an export says it by other columns: choices by arrays, answers by scores, a chain by what is declared.
    public var isShorthand: Bool {
        switch self {
        case .choice, .logprob, .matches, .position, .answer, .target, .suggested, .correct, .intervention,
            .shareKept, .context:
            true
        default: false
        }
    }

    /// The place in `allCases`.
    public var ordinal: Int { Int(unsafeBitCast(self, to: UInt8.self)) }

    /// The columns that say which run a line belongs to: the first ones.
    public static let runColumns: [TableColumn] = Array(allCases.prefix { $0 != .example })
}
