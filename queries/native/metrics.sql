-- The heavy step of metrics from the columns of runs; chosen_run is the query's own.
WITH chosen_run AS (SELECT run.run_id AS run_id FROM run),

-- Heavy step: the same answer as the portable one.

average AS (
    SELECT
        chosen_run.run_id AS run_id,
        measure.n AS n,
        measure.n_excluded AS n_excluded,
        measure.n_missing_choice AS n_missing_choice,
        measure.n_nan AS n_nan,
        measure.n_all_neg_inf AS n_all_neg_inf,
        measure.n_positive_logprob AS n_positive_logprob,
        measure.n_no_alternative AS n_no_alternative,
        measure.n_invalid_match AS n_invalid_match,
        measure.clusters AS clusters,
        measure.mean_p AS mean_p,
        measure.frac_exceed AS frac_exceed,
        measure.mean_logodds AS mean_logodds,
        measure.mean_nll AS mean_nll,
        measure.n_inf AS n_inf,
        measure.mean_nll_finite AS mean_nll_finite,
        measure.frac_tied AS frac_tied,
        measure.mean_choice_mass AS mean_choice_mass,
        measure.mean_nll_raw AS mean_nll_raw,
        measure.mean_p_stderr AS mean_p_stderr,
        measure.frac_exceed_stderr AS frac_exceed_stderr,
        measure.mean_logodds_stderr AS mean_logodds_stderr,
        measure.mean_nll_stderr AS mean_nll_stderr
    FROM chosen_run
    CROSS JOIN RUN_MEASURE(chosen_run.run_id) AS measure
),

spread AS (
    SELECT
        average.run_id AS run_id,
        average.mean_p_stderr AS p,
        average.frac_exceed_stderr AS credit,
        average.mean_logodds_stderr AS logodds,
        average.mean_nll_stderr AS nll
    FROM average
)

-- Heavy step ends.
SELECT
    average.run_id AS run_id,
    spread.p AS p
FROM average
INNER JOIN spread ON spread.run_id = average.run_id
