import LogariumCore
import Testing

@testable import LogariumStore

@Suite("A check claims no more than it knows:")
struct CheckClaimTests {
    private let fixture: CheckFixture

    init() throws { fixture = try CheckFixture() }

    private func affected(_ kind: String) throws -> [CheckFinding.Affected] {
        try fixture.findings().filter { $0.kind == kind }.flatMap(\.affected)
    }

    private func statement(_ task: String, model: String, step: Int = 10, shots: Int = 0) -> RunRecord {
        var statement = CheckFixture.statement(task, .small, shots: shots)
        statement.reference = CheckpointReference(ref: "\(model)@\(step)")
        statement.reference.stated = CheckFixture.identity(model: model, nParams: 1000)
        statement.reference.stated.trainStep = step
        return statement
    }

    @Test("of two sets the one that most runs have is the common one, whatever the protocol")
    func majority() throws {
        let common = CheckFixture.samples("t", 0..<40, salt: 1)
        try fixture.add(statement("t", model: "a"), common)
        try fixture.add(statement("t", model: "b"), CheckFixture.samples("t", 0..<44, salt: 2))
        for (salt, model) in [(3, "c"), (4, "d"), (5, "e")] {
            let samples = (0..<40).map {
                CheckFixture.sample("t", $0, salt: salt, prompt: "Shown: x. Q: t \($0)")
            }
            try fixture.add(statement("t", model: model, shots: 1), samples)
        }
        let found = try affected("different_examples")
        #expect(found.map(\.ref) == ["b@10"])
        #expect(found.first?.detail == "has 4 beyond the 40 examples of most runs")
    }

    @Test("where no set is that of most runs, the fuller one is the common one")
    func noMajority() throws {
        try fixture.add(statement("t", model: "a"), CheckFixture.samples("t", 0..<40, salt: 1))
        try fixture.add(statement("t", model: "b"), CheckFixture.samples("t", 0..<37, salt: 2))
        let found = try affected("different_examples")
        #expect(found.map(\.ref) == ["b@10"])
        #expect(found.first?.detail == "lacks 3 of 40 examples")
    }

    @Test(
        "step 1 may be step 0, but step 2 may not",
        arguments: [(0, 1, 0), (1, 0, 0), (0, 2, 1), (1, 2, 1)])
    func firstSteps(_ first: Int, _ second: Int, _ count: Int) throws {
        for step in [first, second] {
            try fixture.add(
                statement("t", model: "p", step: step), CheckFixture.samples("t", salt: 7),
                file: "step \(step)")
        }
        #expect(try affected("duplicate_results").count == count)
    }

    @Test("a place in a list misleads only where the prompt shows the list", arguments: [true, false])
    func position(_ isListed: Bool) throws {
        try fixture.addQuestions("listed") { item, sample in
            sample.detail?.matching = [item < 80 ? 0 : 1]
            sample.detail?.choices = ["a \(item)", "b \(item)"]
            sample.detail?.prompt = isListed ? "Q \(item): a \(item) or b \(item)?" : "Q \(item)?"
        }
        #expect(try affected("position_imbalance").isEmpty == !isListed)
    }

    @Test("two ways of one label are told apart by a digest")
    func labels() throws {
        try fixture.addBoth("t", count: 40)
        let samples = (0..<40).map { CheckFixture.sample("t", $0, salt: 3, prompt: "Otherwise: \($0)") }
        try fixture.add(CheckFixture.statement("t", .large), samples, file: "other.jsonl")
        let detail = try #require(try affected("mixed_protocols").first?.detail)
        let labels = detail.split(separator: "\"", omittingEmptySubsequences: false)
        #expect(labels.count == 5 && labels[1] != labels[3], "\(detail)")
    }

    @Test("one checkpoint may have two names")
    func names() {
        for kind in CheckKind.all where kind.name.hasPrefix("duplicate_re") {
            #expect(kind.consequence.contains("or one checkpoint has two names"))
        }
    }
}
