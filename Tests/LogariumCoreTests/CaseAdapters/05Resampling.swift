import LogariumCore

extension CaseAdapters {
    static let resampling: [String: Adapter] = [
        "splitmix64": { inputs in
            var generator = SplitMix64(seed: try inputs.seed())
            return ["u64": (0..<5).map { _ in String(generator.next()) }]
        },
        "bounded": { inputs in
            var generator = SplitMix64(seed: try inputs.seed())
            let bound = try inputs.int("n")
            return ["values": (0..<(try inputs.int("count"))).map { _ in generator.below(bound) }]
        },
        "fisher_yates": { inputs in
            var generator = SplitMix64(seed: try inputs.seed())
            var items = try inputs.doubles("items")
            generator.shuffle(&items)
            return ["values": items]
        },
        "quantile7": { inputs in
            ["value": try inputs.doubles("values").quantile(try inputs.double("q"))]
        },
        "boot_mean": { inputs in
            fields(
                Bootstrap.mean(
                    of: try inputs.doubles("values"), resamples: try inputs.int("R"),
                    seed: try inputs.seed()))
        },
        "boot_cluster": { inputs in
            fields(
                Bootstrap.clusterMean(
                    of: try inputs.matrix("clusters"), resamples: try inputs.int("R"),
                    seed: try inputs.seed()))
        },
        "boot_hierarchical": { inputs in
            fields(
                Bootstrap.hierarchicalMean(
                    of: try inputs.matrix("tests"), resamples: try inputs.int("R"),
                    seed: try inputs.seed()))
        },
    ]

    private static func fields(_ bootstrap: Bootstrap?) -> Fields {
        [
            "first3": bootstrap.map { Array($0.replicates.prefix(3)) },
            "se": bootstrap?.standardError,
            "ci95": bootstrap?.interval(),
            "share_below_zero": bootstrap?.share(below: 0),
        ]
    }
}
