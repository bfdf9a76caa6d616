import LogariumCore
import Testing

@Suite("What is derived from a response's log-probs")
struct ResponseDerivationTests {
    private func derive(_ logprobs: [Double?], matching: [Int]?) -> ResponseDerivation {
        ResponseDerivation(
            logprobs: logprobs.map { $0 ?? .nan }, isMissing: logprobs.map { $0 == nil }, matching: matching)
    }

    @Test("names the first fault in the specification's order")
    func statusOrder() {
        #expect(derive([nil, .nan, 1], matching: nil).status == .invalidMatch)
        #expect(derive([-1, -2], matching: []).status == .invalidMatch)
        #expect(derive([-1, -2], matching: [2]).status == .invalidMatch)
        #expect(derive([nil, .nan, 1], matching: [0]).status == .missingChoice)
        #expect(derive([-1, .nan, 1], matching: [0]).status == .nan)
        #expect(derive([-1, .infinity], matching: [0]).status == .positiveLogprob)
        #expect(derive([-.infinity, -.infinity], matching: [0]).status == .allNegInf)
        #expect(derive([-.infinity], matching: [0]).status == .allNegInf)
        #expect(derive([-1, -2], matching: [0, 1]).status == .noAlternative)
        #expect(derive([-1, 1e-3], matching: [0]).status == .ok)
    }

    @Test("keeps the raw log-likelihood of a single choice")
    func singleChoice() {
        let derived = derive([-3.5], matching: [0])
        #expect(derived.status == .noAlternative)
        #expect(derived.lseMatching == -3.5)
        #expect(derived.credit == nil && derived.logodds == nil && derived.lseOther == nil)
    }

    @Test("stores a side's maximum only where the side has several choices")
    func maxima() {
        let derived = derive([-1, -2, -3], matching: [0])
        #expect(derived.maxMatching == nil)
        #expect(derived.maxOther == -2)
        #expect(derived.lseMatching == -1)
    }

    @Test("splits the credit of a tie, and counts the choices in it")
    func ties() {
        let derived = derive([-1.5, -1.5, -1.5, -2], matching: [0, 3, 3])
        #expect(derived.nTied == 3)
        #expect(derived.credit == 1.0 / 3)
    }

    @Test("is ok with infinite log-odds where one side is impossible")
    func impossibleSide() {
        let derived = derive([-.infinity, -0.5], matching: [0])
        #expect(derived.status == .ok)
        #expect(derived.logodds == -.infinity)
        #expect(derived.credit == 0)
    }
}
