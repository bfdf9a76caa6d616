import LogariumCore

extension CaseAdapters {
    static let chainOfThought: [String: Adapter] = [
        "aoc": { inputs in
            [
                "aoc": areaOverCurve(
                    shareKept: try inputs.doubles("frac"), sameAnswer: try inputs.doubles("same"))
            ]
        },
        "aoc_weighted": { inputs in
            let groups = try inputs.array("groups").map { group in
                let group = try CaseInputs(group)
                return ChainLengthGroup(
                    count: try group.int("count"), shareKept: try group.doubles("frac"),
                    sameAnswer: try group.doubles("same"))
            }
            return ["aoc": areaOverCurve(of: groups)]
        },
        "pareto_front": { inputs in
            ["front": paretoFront(try inputs.matrix("points").map { ($0[0], $0[1]) })]
        },
        "same_answer_rate": { inputs in
            let rate = SameAnswerRate(
                without: try answers(inputs, "without"), with: try answers(inputs, "with_cot"))
            return ["n": rate?.count, "same": rate?.rate, "excluded": rate?.excluded]
        },
    ]

    private static func answers(_ inputs: CaseInputs, _ name: String) throws -> [String?] {
        try inputs.array(name).map { answer in
            if case .string(let text) = answer { text } else { nil }
        }
    }
}
