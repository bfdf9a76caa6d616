import LogariumCore

extension CaseAdapters {
    static let comparability: [String: Adapter] = [
        "common_examples": { inputs in
            let common = CommonExamples([try values(inputs.object("a")), try values(inputs.object("b"))])
            return [
                "n_common": common.ids.count, "n_a": common.counts[0], "n_b": common.counts[1],
                "naive_diff": difference(common.naiveMeans), "common_diff": difference(common.means),
                "coverage": common.commonShare,
            ]
        },
        "common_examples_n": { inputs in
            let states = try inputs.object("states").sorted { $0.key < $1.key }
            let common = CommonExamples(
                try states.map { try values(CaseInputs(.object([$0.key: $0.value])).object($0.key)) })
            let names = states.map(\.key)
            return [
                "common": common.ids,
                "means_common": Dictionary(uniqueKeysWithValues: zip(names, common.means)),
                "means_naive": Dictionary(uniqueKeysWithValues: zip(names, common.naiveMeans)),
            ]
        },
        "comparable": { inputs in
            let (a, b) = (key(try inputs.object("a")), key(try inputs.object("b")))
            return ["comparable": a.isComparable(with: b), "differs": a.differences(from: b)]
        },
    ]

    private static func values(_ object: [String: JSONValue]) throws -> [String: Double] {
        let inputs = try CaseInputs(.object(object))
        return try Dictionary(uniqueKeysWithValues: object.keys.map { ($0, try inputs.double($0)) })
    }

    private static func difference(_ means: [Double?]) -> Double? {
        guard let a = means[0], let b = means[1] else { return nil }
        return b - a
    }

    private static func key(_ object: [String: JSONValue]) -> ComparabilityKey {
        ComparabilityKey(object.mapValues { "\($0)" })
    }
}
