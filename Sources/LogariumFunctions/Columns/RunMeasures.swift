import LogariumStatistics

/// What the responses of a run come to: counts by status, means, and the clustered standard errors of the means.
///
/// The columns `average` and `spread` of `queries/metrics.sql`, of which this is the native path.
public struct RunMeasures: Sendable {
    /// In the order of `values`: columns of the table `run_column` and of the table function `run_measure`.
    public static let names = [
        "n", "n_excluded", "n_missing_choice", "n_nan", "n_all_neg_inf", "n_positive_logprob",
        "n_no_alternative", "n_invalid_match", "clusters", "mean_p_match", "mean_p_match_stderr",
        "mean_credit",
        "mean_credit_stderr", "mean_logodds", "mean_logodds_stderr", "mean_nll", "mean_nll_stderr", "n_inf",
        "mean_nll_finite", "frac_tied", "mean_choice_mass", "mean_nll_raw",
    ]
    public let values: [SQLValue]

    init(values: [SQLValue]) { self.values = values }

    init(_ run: RunColumns) {
        let ok = run.statuses.indices.filter(run.isOK)
        let counts = RunColumns.statuses.indices.map { code in run.statuses.count { Int($0) == code } }
        let clustering =
            run.isWithoutClusters
            ? Clustering(singletons: ok.count) : Clustering(ok.map { run.clusters[$0] })
        let (allLogodds, allCredit) = (run[.logodds], run[.credit])
        let (logodds, credit) = (ok.map { allLogodds[$0] }, ok.map { allCredit[$0] })
        let nll = logodds.map { LogOdds($0).nll }
        let raw = run.values(named: "nll_raw")?.filter { !$0.isNaN } ?? []
        // Where there is nothing to choose from, it says nothing about the choices.
        let allMass = run.values(named: "choice_mass") ?? []
        let mass = allMass.isEmpty ? [] : ok.map { allMass[$0] }.filter { !$0.isNaN }

        var values = [SQLValue.integer(Int64(ok.count)), .integer(Int64(run.count - ok.count))]
        values += counts.dropFirst().map { .integer(Int64($0)) }
        values.append(.integer(Int64(clustering.count)))
        for metric in [logodds.map { LogOdds($0).probability }, credit, logodds, nll] {
            values.append(SQLValue(metric.mean))
            values.append(SQLValue(ClusteredMean(metric, clustering: clustering)?.standardError))
        }
        values.append(.integer(Int64(logodds.count(where: \.isInfinite))))
        values.append(SQLValue(nll.filter(\.isFinite).mean))
        values.append(SQLValue(credit.map { $0 > 0 && $0 < 1 ? 1 : 0 }.mean))
        values.append(SQLValue(mass.mean))
        values.append(SQLValue(raw.mean))
        self.values = values
    }
}

extension RunColumns {
    /// Whether every example is its own cluster.
    var isWithoutClusters: Bool { clusters.indices.allSatisfy { clusters[$0] == Int32($0) } }

    public var measures: RunMeasures { RunMeasures(self) }
}
