-- Whether a metric rises, falls or turns along an axis, and how sure that is, one row per line and metric.
--
-- A line (views trend_line, trend_state) is the set of primary runs that agree in task, protocol (comparability key),
-- series, seed, variant and every coordinate but the axis, and that have two distinct values on it. n_params: the
-- models of one series at equal training and RLHF steps. train_step and train_tokens: the base states of one model
-- (RLHF step 0 or none). rlhf_step: the states on one base checkpoint, step 0 included. An unknown RLHF step counts as
-- none; an unknown seed or training step is a coordinate of its own that is never joined with a known one, and a line
-- on which two states cannot be told apart is refused (unknown_states), and so is one with a model of which references
-- say different sizes (conflicting_models): they cannot be one model. A model of no known series is on no n_params
-- line. Where no protocol has all the states of a task, the line that several would make together is refused
-- (mixed_protocols).
--
-- Parameters:
--     axis         axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       metrics  none      one or several, parted by commas; none: logodds, p_match, credit (nll_raw where there is one choice)
--     task         names    none      only these tasks
--     behavior     names    none      only tasks of these behaviors
--     series       names    none      only models of these series
--     model        names    none      only states of these models
--     train_step   numbers  none      only states at these train steps
--     rlhf_step    numbers  none      only states at these RLHF steps; 0 is none either
--     seed         numbers  none      only states of these seeds
--     protocol     names    none      only states put so, by the label of the protocol
--     sesoi        real     none      smallest effect of interest on the total change; else .05 (probabilities), .1 (nats), .2 (log-odds)
--     allow_mixed  boolean  0         1: also draws lines that are refused for mixed protocols, their common share or unknown states, with a warning
-- Default columns: axis, task, series, model, train_step, rlhf_step, seed, variant, protocol, metric, m,
--     value_first, value_turning, value_last, total_change, low, high, direction, shape, shape_beyond_noise,
--     warning, reason
-- Columns:
--     axis                text         as asked
--     task                text         name of the task
--     behavior            text         what the task measures; NULL: not said
--     series              text         models made alike; NULL: unknown
--     model               text         the model of the line; NULL: it varies
--     train_step          steps        equal at every state; NULL: it varies or is unknown
--     rlhf_step           steps        equal at every state, 0 where there was none; NULL: it varies
--     seed                number       equal at every state; NULL: unknown
--     variant             text         what else tells the checkpoints apart; empty: nothing
--     protocol            text         how the task was put
--     comparability_key   text         identifier of that; NULL: mixed
--     metric              text         as asked
--     m                   states       on the line
--     x_first             axis units   smallest coordinate; inference is on log10, for rlhf_step on log10(1 + x / smallest positive x)
--     x_last              axis units   largest coordinate
--     n_common            examples     with a value at every state: the line rests on these
--     n_union             examples     with a response at any state
--     common_share        share        n_common / n_union; under .5 the line is refused, under .95 a warning
--     clusters            clusters     groups of dependent examples among the common ones
--     value_first         metric       mean at the first state; NULL: refused or undefined
--     value_last          metric       mean at the last state; NULL: as value_first
--     value_turning       metric       mean at the turning state; NULL: the line does not turn
--     x_turning           axis units   where it turns; NULL: it does not
--     total_change        metric       fitted change over the range (least squares over the states); NULL: as value_first
--     stderr              metric       of total_change, clustered (CR1), over questions; NULL: one cluster
--     low                 metric       95 % t interval of total_change; NULL: as stderr
--     high                metric       upper bound
--     p                   probability  two-sided, of no change; NULL: no stderr, or it is 0
--     p_bh                probability  p adjusted for the lines of the answer that agree in metric and all coordinates but the axis (Benjamini and Hochberg, 1995)
--     direction           text         measured, of these checkpoints: increasing, decreasing, trivial_increase, trivial_decrease, flat, inconclusive, unchanged (not one example moved); NULL: no stderr
--     shape               text         measured: increasing, decreasing, u_shaped, inverted_u, non_monotone, flat, inconclusive, unchanged; NULL: fewer than three x
--     shape_beyond_noise  text         the shape with checkpoint noise counted; NULL: the noise is unknown
--     sigma_model         metric       SD of a state's mean between trainings of the same model; NULL: unknown
--     sigma_source        text         seeds or adjacent_checkpoints; NULL: unknown
--     law_slope           metric       per unit of the axis' scale (a decade)
--     law_p               probability  two-sided, of a slope over the states as a sample (OLS, m - 2 df); NULL: fewer than three states
--     systematic          text         what law_p says at 5 %; NULL: fewer than four states
--     noise_to_explain    metric       smallest SD of checkpoint noise that makes the finding chance; inf: none does
--     finding             text         what noise_to_explain is about: the turn or the direction
--     alarm               boolean      1: turns, and known checkpoint noise does not explain it; NULL: fewer than three x
--     baseline            metric       mean at step 0, which a log axis has no place for: beside the line, in no fit; NULL: none
--     baseline_low        metric       95 % t interval of it, clustered; over the examples that the states have too
--     baseline_high       metric       upper bound
--     baseline_change     metric       from step 0 to the first state, paired on these examples; NULL: as baseline
--     baseline_change_low   metric     95 % t interval of it, clustered
--     baseline_change_high  metric     upper bound
--     scope               text         of which claim
--     mean_choice_mass    probability  mean probability of all choices together, over the states; NULL: no comparison
--     frac_tied           share        of ties between a matching and another choice; NULL: no comparison
--     n_excluded          responses    without a value, over all states; the next six columns say why (without alternative nll_raw has one)
--     n_missing_choice    responses    a choice without log-prob
--     n_nan               responses    a log-prob that is not a number
--     n_all_neg_inf       responses    every choice at -inf
--     n_positive_logprob  responses    a log-prob above zero
--     n_no_alternative    responses    nothing to compare with
--     n_invalid_match     responses    the matching choice is unknown or out of range
--     warning             text         what weakens the row; NULL: nothing
--     reason              text         why nothing is claimed: conflicting_models, mixed_protocols, common_share, no_common_examples, unknown_states, n_inf, one_cluster, one_state (beside a baseline); NULL: something is
--     line                text         identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: docs/statistics.md 3: mean over common examples and its CR1 covariance V between states; Simonsohn (2018)'s sign
--     change with the inference on the examples; equivalence by TOST. nll is -ln p of matching among the choices.
SELECT
    t.axis,
    t.task,
    t.behavior,
    t.series,
    t.model,
    t.train_step,
    t.rlhf_step,
    t.seed,
    t.variant,
    t.protocol,
    t.comparability_key,
    t.metric,
    t.m,
    t.x_first,
    t.x_last,
    t.n_common,
    t.n_union,
    t.common_share,
    t.clusters,
    t.first AS value_first,
    t.last AS value_last,
    t.turning_value AS value_turning,
    t.x_turning,
    t.total_change,
    t.stderr,
    t.low,
    t.high,
    t.p,
    t.p_bh,
    t.direction,
    t.shape,
    t.shape_beyond_noise,
    t.sigma_model,
    t.sigma_source,
    t.law_slope,
    t.law_p,
    CASE
        WHEN t.m < 4 THEN NULL
        WHEN t.systematic = 0 THEN 'no systematic trend shown'
        WHEN t.systematic = 1 AND t.law_slope > 0e0 THEN 'systematic increase'
        WHEN t.systematic = 1 THEN 'systematic decrease'
    END AS systematic,
    t.noise_to_explain,
    t.finding,
    CASE WHEN t.shape IS NOT NULL THEN t.alarm END AS alarm,
    t.baseline,
    t.baseline_low,
    t.baseline_high,
    t.baseline_change,
    t.baseline_change_low,
    t.baseline_change_high,
    CASE
        WHEN t.m = 1 THEN 'measured: one checkpoint and its baseline'
        ELSE 'measured: these ' || t.m || ' checkpoints'
    END
    || ', on questions like these ' || t.n_common
    || CASE WHEN t.clusters < t.n_common THEN ' in ' || t.clusters || ' clusters' ELSE '' END
    || CASE
        WHEN t.m < 4 THEN '; systematic: not asked of fewer than 4 states'
        ELSE '; systematic: ' || t.m || ' states as a sample of the law'
    END
    || CASE WHEN t.at = 'final' THEN '; each model at its last base state' ELSE '' END
    || CASE
        WHEN
            t.at = 'equal' AND t.axis LIKE 'n_params%' AND t.train_step IS NULL AND t.train_tokens IS NULL
            THEN '; training step unknown'
        ELSE ''
    END
    || CASE WHEN t.seed IS NULL THEN '; seed unknown' ELSE '; one seed' END
    || CASE WHEN t.baseline IS NOT NULL THEN '; step 0 is a baseline beside the line' ELSE '' END AS scope,
    t.mean_choice_mass,
    t.frac_tied,
    t.n_excluded,
    t.n_missing_choice,
    t.n_nan,
    t.n_all_neg_inf,
    t.n_positive_logprob,
    t.n_no_alternative,
    t.n_invalid_match,
    NULLIF(
        CONCAT_WS(
            '; ',
            CASE WHEN t.n_protocols > 1 THEN 'states that were put differently' END,
            CASE
                WHEN t.common_share < 95e-2
                    THEN 'only ' || PRINTF('%.0f', 1e2 * t.common_share) || ' % of the examples are common'
            END,
            CASE WHEN t.unknown_states > 0 THEN 'states that cannot be told apart' END,
            CASE WHEN t.clusters < 10 THEN 'fewer than 10 clusters' END,
            CASE WHEN t.frac_tied > 1e-2 THEN 'more than 1 % ties' END,
            CASE WHEN t.mean_choice_mass < 1e-2 THEN 'choice mass under 1 %' END,
            CASE WHEN t.degenerate = 1 THEN 'degenerate: stderr is 0' END
        ),
        ''
    ) AS warning,
    t.refusal AS reason,
    t.line
FROM
    LINE_TREND(
        :axis, :at, :metric, :task, :behavior, :series, :sesoi, :allow_mixed,
        :model, :train_step, :rlhf_step, :seed, :protocol
    ) AS t
LEFT JOIN trend_metric ON trend_metric.name = t.metric
ORDER BY
    t.behavior NULLS LAST,
    t.task NULLS LAST,
    t.series NULLS LAST,
    t.model NULLS LAST,
    t.train_step NULLS LAST,
    t.rlhf_step NULLS LAST,
    t.seed NULLS LAST,
    t.variant NULLS LAST,
    t.line NULLS LAST,
    trend_metric.place NULLS LAST,
    t.metric NULLS LAST
