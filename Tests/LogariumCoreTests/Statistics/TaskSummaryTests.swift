import LogariumCore
import Testing

@Suite("A task's summary")
struct TaskSummaryTests {
    @Test("is the weighted mean of its groups' summaries")
    func decomposes() throws {
        var generator = SplitMix64(seed: 3)
        let examples = (0..<200).map { _ in
            TaskSummary.Example(
                logodds: 2 * generator.standardNormal(), label: ["A", "B", "C"][generator.below(3)])
        }
        let total = try #require(TaskSummary(examples).meanP)
        let groups = Dictionary(grouping: examples, by: \.label).values.compactMap {
            TaskSummary($0).meanP?.all
        }
        let recomposed = groups.reduce(0) { $0 + Double($1.count) * $1.mean } / Double(examples.count)
        #expect(groups.count == 3)
        #expect(abs(recomposed - total.all.mean) < 1e-12)
    }

    @Test("leaves the mean log-odds undefined between the infinities, and drops nothing")
    func infinities() {
        let summary = TaskSummary([.init(logodds: .infinity), .init(logodds: -.infinity), .init(logodds: 1)])
        #expect(summary.meanLogodds == nil)
        #expect(summary.medianLogodds == 1)
        #expect(summary.meanNLL == .infinity)
        #expect(summary.nInfinite == 1)
        #expect(summary.count == 3)
    }

    @Test("takes the credit it is given before the sign of the log-odds")
    func givenCredit() {
        let summary = TaskSummary([.init(logodds: -0.5, credit: 1), .init(logodds: 0.5, credit: 0.5)])
        #expect(summary.fracExceed?.all.mean == 0.75)
        #expect(summary.fracTied == 0.5)
        #expect(summary.fracStrict == 0.5)
    }

    @Test("widens its error where examples share a cluster")
    func clusters() throws {
        let clustered = TaskSummary((0..<12).map { .init(logodds: $0 < 6 ? 1 : -1, cluster: "\($0 / 3)") })
        let independent = TaskSummary((0..<12).map { .init(logodds: $0 < 6 ? 1 : -1) })
        let wide = try #require(clustered.meanP?.all.standardError)
        let narrow = try #require(independent.meanP?.all.standardError)
        #expect(wide > narrow)
    }
}
