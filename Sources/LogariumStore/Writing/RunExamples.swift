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
        /// Of the contents that came more than once, the next copy's number.
        var copies: [Hash128: Int] = [:]

        func holds(_ sample: Sample) -> Bool {
            guard isCounted == sample.isCounted, filter == sample.filter else { return false }
            return sample.response != nil
                ? metrics.isEmpty : metrics.elementsEqual(sample.scores.lazy.map(\.metric))
        }
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
        guard let first, kinds[last].examples.contains(first) else { return 0 }
        let copy = kinds[last].copies[sample.contentHash, default: 1]
        kinds[last].copies[sample.contentHash] = copy + 1
        return copy
    }

    /// Notes the example of the line whose copy was asked for last.
    ///
    /// - Returns: false where the line is a second response to it.
    mutating func note(_ id: Int64, of sample: Sample) -> Bool {
        let isNew = kinds[last].examples.insert(id)
        guard sample.response != nil else { return true }
        return isNew
            && !kinds.indices.contains {
                $0 != last && kinds[$0].metrics.isEmpty && kinds[$0].examples.contains(id)
            }
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
