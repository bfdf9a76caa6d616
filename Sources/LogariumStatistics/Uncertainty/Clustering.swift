/// Which cluster each example belongs to: paraphrases, a template, a passage, identical questions.
public struct Clustering: Sendable, Equatable {
    /// The cluster of each example, numbered from 0 in order of first appearance.
    public let indices: [Int]
    /// C, the number of clusters.
    public let count: Int

    /// Whether no two examples share a cluster: their numbers are then their places.
    var isSingletons: Bool { count == indices.count }

    /// Every example is its own cluster.
    public init(singletons examples: Int) {
        indices = Array(0..<examples)
        count = examples
    }

    /// Examples with equal labels share a cluster.
    ///
    /// Inlinable, so that it is made for the numbers that other modules label with.
    @inlinable
    public init<Label: Hashable>(_ labels: [Label]) {
        var numbers: [Label: Int] = [:]
        var indices: [Int] = []
        indices.reserveCapacity(labels.count)
        for label in labels {
            let number = numbers[label] ?? numbers.count
            numbers[label] = number
            indices.append(number)
        }
        self.indices = indices
        count = numbers.count
    }

    /// Connected components: examples that share a label in any of the labelings share a cluster; an example
    /// without a label is on its own (docs/statistics.md 10: declared cluster ∪ identical question).
    /// - Parameter labelings: each as long as the list of examples, nil where an example has no label.
    public init<Label: Hashable>(connecting labelings: [[Label?]], examples: Int) {
        var parents = Array(0..<examples)
        func root(of example: Int) -> Int {
            var root = example
            while parents[root] != root { root = parents[root] }
            parents[example] = root
            return root
        }
        for labels in labelings {
            var first: [Label: Int] = [:]
            for case (let example, let label?) in labels.enumerated() {
                guard let other = first[label] else {
                    first[label] = example
                    continue
                }
                let (a, b) = (root(of: example), root(of: other))
                parents[max(a, b)] = min(a, b)
            }
        }
        self.init((0..<examples).map { root(of: $0) })
    }

    /// Σ of the values within each cluster.
    func sums(of values: [Double]) -> [Double] {
        if isSingletons { return values }
        var sums = [Double](repeating: 0, count: count)
        for (cluster, value) in zip(indices, values) { sums[cluster] += value }
        return sums
    }
}
