import LogariumCore

/// The examples of a run while its source is being read, by the kind of line that named them: a second filter repeats
/// its examples, it does not copy them.
struct RunExamples {
    private var kinds: [Kind] = []
    /// Of the last line: the next is mostly of the same.
    private var last = 0

    /// Lines that say the same kind of thing.
    private struct Kind {
        let filter: String
        /// Of a line of scores; empty where there is a response.
        let metrics: [String]
        /// Whether copies of identical examples are counted here; else the source numbers them.
        let isCounted: Bool
        var examples = ExampleSet()
        var documents = ExampleSet()
        /// Of the contents that came more than once, the next copy's number.
        var copies: [Hash128: Int] = [:]
        /// Which copy a document is; of those that are the first of their content, nothing.
        var copyOfDocument: [Document: Int] = [:]

        struct Document: Hashable {
            let content: Hash128
            let id: Int
        }

        func holds(_ sample: Sample) -> Bool {
            guard isCounted == sample.isCounted, filter == sample.filter else { return false }
            return sample.response != nil
                ? metrics.isEmpty : metrics.elementsEqual(sample.scores.lazy.map(\.metric))
        }
    }

    /// What a line is to those before it.
    enum Standing {
        case new
        /// Its example was answered in a line of another kind: another filter's, mostly.
        case answeredElsewhere
        /// A line of its own kind said it before.
        case repeated
    }

    var all: ExampleSet {
        kinds.dropFirst().reduce(kinds.first?.examples ?? ExampleSet()) { $0.union($1.examples) }
    }

    /// Whether lines of any kind have named the example.
    func contains(_ id: Int64) -> Bool { kinds.contains { $0.examples.contains(id) } }

    /// The number of the copy that a line asks.
    ///
    /// - Parameter first: the example's id if it is no copy; nil where it is not known.
    mutating func copy(of sample: Sample, first: Int64?) -> Int {
        select(sample)
        guard sample.isCounted else { return sample.copy ?? 0 }
        let document = sample.docID.map { Kind.Document(content: sample.contentHash, id: $0) }
        let isKnown = document.map { !kinds[last].documents.insert(Int64($0.id)) } ?? false
        guard let first, kinds[last].examples.contains(first) else { return 0 }
        if isKnown, let document { return kinds[last].copyOfDocument[document] ?? 0 }
        let copy = kinds[last].copies[sample.contentHash, default: 1]
        kinds[last].copies[sample.contentHash] = copy + 1
        if let document { kinds[last].copyOfDocument[document] = copy }
        return copy
    }

    /// Notes the example of the line whose copy was asked for last.
    mutating func note(_ id: Int64, of sample: Sample) -> Standing {
        guard kinds[last].examples.insert(id) else { return .repeated }
        guard sample.response != nil else { return .new }
        let isAnswered = kinds.indices.contains {
            $0 != last && kinds[$0].metrics.isEmpty && kinds[$0].examples.contains(id)
        }
        return isAnswered ? .answeredElsewhere : .new
    }

    private mutating func select(_ sample: Sample) {
        if last < kinds.count, kinds[last].holds(sample) { return }
        last = kinds.firstIndex { $0.holds(sample) } ?? kinds.count
        guard last == kinds.count else { return }
        kinds.append(
            Kind(
                filter: sample.filter, metrics: sample.response == nil ? sample.scores.map(\.metric) : [],
                isCounted: sample.isCounted))
    }
}

extension Sample {
    /// Whether the number of its copy is for the store to count.
    fileprivate var isCounted: Bool { copy == nil && !hashHoldsCopy }
}
