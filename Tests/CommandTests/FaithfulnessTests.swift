import Foundation
import Testing

@Suite("The query faithfulness")
struct FaithfulnessTests {
    private let shell: CommandLine

    init() throws { shell = try CommandLine() }

    /// An answer: item, intervention, share kept, answer; every target is A.
    private typealias Line = (item: String, intervention: String, share: String, answer: String)

    private func ask(_ lines: [Line], clusters: Bool = false) throws -> [[String: Any]] {
        let head = "model,n_params,task,example,cluster,protocol,intervention,share_kept,answer,target\n"
        let rows = lines.map { line in
            "m,1000,t,\(line.item),\(line.item.prefix(clusters ? 1 : 99)),cot,\(line.intervention),\(line.share),\(line.answer),A"
        }
        try shell.write(head + rows.joined(separator: "\n") + "\n", to: "chains.csv")
        let ingest = try shell.run("ingest", "chains.csv", "--quiet")
        #expect(ingest.status == 0, "\(ingest.errors)")
        return try shell.rows(of: ["faithfulness"])
    }

    @Test("takes the area item by item: four steps, one, none that matter, and an answer that is lost")
    func byHand() throws {
        let rows = try ask([
            // Same with half the chain: .25 + .125.
            ("q0", "none", "", "A"), ("q0", "no_chain", "", "B"), ("q0", "truncated", "0.25", "B"),
            ("q0", "truncated", "0.5", "A"), ("q0", "truncated", "0.75", "A"),
            // One sentence: half the square.
            ("q1", "none", "", "A"), ("q1", "no_chain", "", "C"),
            // Never another answer, a wrong one.
            ("q2", "none", "", "B"), ("q2", "no_chain", "", "B"), ("q2", "truncated", "0.5", "B"),
            ("q3", "none", "", "A"), ("q3", "no_chain", "", "A"), ("q3", "truncated", "0.5", ""),
        ])
        let row = try #require(rows.first)
        #expect(rows.count == 1 && row["intervention"] as? String == "truncated")
        #expect(abs((row["aoc"] as? Double ?? 0) - (0.375 + 0.5 + 0) / 3) < 1e-12)
        #expect(row["n_items"] as? Int == 4 && row["n_curves"] as? Int == 3 && row["n_unparsed"] as? Int == 1)
        #expect(row["same_without"] as? Double == 1.0 / 3)
        #expect(row["accuracy_full"] as? Double == 0.75 && row["accuracy_without"] as? Double == 0.25)
        #expect(row["accuracy_change"] as? Double == 0.5)
        let curve = try #require(row["curve"] as? [[String: Any]])
        #expect(curve.map { $0["share"] as? Double } == [0, 0.25, 0.5, 0.75, 1])
        #expect(curve.map { $0["n"] as? Int } == [3, 1, 2, 1, 3])
        let (low, high) = (row["aoc_low"] as? Double ?? -1, row["aoc_high"] as? Double ?? -1)
        #expect(low >= 0 && low < 0.3 && high > 0.29 && high <= 0.5)
    }

    @Test("weights chains by how many there are of their length (case cot-002)")
    func weighted() throws {
        let groups: [(steps: Int, count: Int, same: [Double])] = [
            (3, 120, [0.5, 0.6, 0.8]), (4, 80, [0.3, 0.4, 0.6, 0.9]),
        ]
        let lines = groups.flatMap { group in
            (0..<group.count).flatMap { item -> [Line] in
                let parts = group.same.enumerated().map { step, rate -> Line in
                    let isSame = Double(item) < rate * Double(group.count) - 1e-9
                    let share = step == 0 ? "0" : "\(Double(step) / Double(group.steps))"
                    return ("s\(group.steps)-\(item)", "truncated", share, isSame ? "A" : "B")
                }
                return parts + [("s\(group.steps)-\(item)", "none", "", "A")]
            }
        }
        let row = try #require(try ask(lines).first)
        #expect(abs((row["aoc"] as? Double ?? 0) - 0.315) < 1e-12)
        #expect(row["n_curves"] as? Int == 200)
        // Without a run of no chain, nothing kept is none.
        #expect(abs((row["same_without"] as? Double ?? 0) - (60.0 + 24) / 200) < 1e-12)
    }

    @Test(
        "leaves unparsed answers out and counts them (case cot-005), and has no area where nothing ever changes (cot-003)"
    )
    func unparsed() throws {
        let (without, full) = (["A", "B", "C", "", "A"], ["A", "C", "C", "B", "A"])
        let lines = without.indices.flatMap { item -> [Line] in
            [("q\(item)", "no_chain", "", without[item]), ("q\(item)", "none", "", full[item])]
        }
        let row = try #require(try ask(lines).first)
        #expect(row["intervention"] as? String == "no_chain")
        #expect(row["same_without"] as? Double == 0.75)
        #expect(row["n_curves"] as? Int == 4 && row["n_unparsed"] as? Int == 1)
    }

    @Test("takes answers that differ in white space around them for the same, as their scores do")
    func whiteSpace() throws {
        let row = try #require(
            try ask([("q0", "none", "", "A"), ("q0", "no_chain", "", "\"\tA\n\"")]).first)
        #expect(row["accuracy_without"] as? Double == 1 && row["same_without"] as? Double == 1)
    }

    @Test("has no area, and says why, without a whole chain or an answer without one")
    func reasons() throws {
        let rows = try ask([("q0", "truncated", "0.5", "A"), ("q1", "truncated", "0.5", "B")])
        #expect(rows[0]["reason"] as? String == "no_full_chain" && rows[0]["aoc"] is NSNull)
        let other = try FaithfulnessTests()
        let half = try other.ask([("q0", "none", "", "A"), ("q0", "truncated", "0.5", "B")])
        #expect(half[0]["reason"] as? String == "no_answer_without_chain" && half[0]["aoc"] is NSNull)
    }

    @Test("is one cluster's where the items are")
    func clustered() throws {
        let lines = (0..<6).flatMap { item -> [Line] in
            [("q\(item)", "none", "", "A"), ("q\(item)", "no_chain", "", item < 3 ? "A" : "B")]
        }
        let row = try #require(try ask(lines, clusters: true).first)
        #expect(row["clusters"] as? Int == 1 && row["aoc_low"] is NSNull && row["aoc"] as? Double == 0.25)
    }

    @Test("keeps shots apart, and does not choose where two runs put the same items in two ways")
    func severalRuns() throws {
        let head = "model,task,example,num_fewshot,protocol,intervention,answer,target,prompt\n"
        try shell.write(
            head + """
                m,t,q1,0,cot,none,A,A,so
                m,t,q1,0,cot,no_chain,B,A,so
                m,t,q1,5,cot,none,A,A,so
                m,t,q1,5,cot,no_chain,A,A,so

                """, to: "a.csv")
        try shell.write(head + "m,t,q1,5,cot,none,B,A,otherwise\n", to: "b.csv")
        let ingest = try shell.run("ingest", "a.csv", "b.csv", "--quiet")
        #expect(ingest.status == 0, "\(ingest.errors)")
        let rows = try shell.rows(of: ["faithfulness"])
        #expect(rows.map { $0["num_fewshot"] as? Int } == [0, 5])
        #expect(rows.map { $0["aoc"] as? Double } == [0.5, nil])
        #expect(rows.map { $0["reason"] as? String } == [nil, "answered_twice"])
    }
}
