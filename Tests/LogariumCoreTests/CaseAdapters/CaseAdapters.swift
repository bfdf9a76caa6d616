/// From the functions of the case files to the library: one dictionary a case file, by the functions' names.
enum CaseAdapters {
    typealias Adapter = @Sendable (CaseInputs) throws -> Fields

    static let all = [
        perExample, taskSummary, signalDetection, uncertainty, resampling, trendState, trendPerExample,
        curves, permutation, aggregation, comparability, chainOfThought, specialFunctions, published,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}
