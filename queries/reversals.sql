-- The lines that turn, red flags first, one row per line and metric that turns.
--
-- Parameters:
--     axis         axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       metrics  none      one or several, parted by commas, as in trend; else logodds, p_match and credit (nll_raw where there is one choice)
--     task         names    none      only these tasks
--     behavior     names    none      only tasks of these behaviors
--     series       names    none      only models of these series
--     model        names    none      only states of these models
--     train_step   numbers  none      only states at these train steps
--     rlhf_step    numbers  none      only states at these RLHF steps; 0 is none either
--     seed         numbers  none      only states of these seeds
--     protocol     names    none      only states put so, by the label of the protocol
--     sesoi        real     none      smallest effect of interest on the total change, as in trend
--     allow_mixed  boolean  0         1: also lines that trend refuses for their common share or unknown states
-- Default columns: alarm, shape, shape_beyond_noise, axis, task, series, model, train_step, rlhf_step, seed,
--     variant, protocol, metric, value_first, x_turning, value_turning, value_last, arm_low, arm_high,
--     noise_to_explain, sigma_model
-- Columns:
--     alarm               boolean     1: u_shaped or inverted_u, and known checkpoint noise (twice its SD) does not explain it: a red flag
--     shape               text        u_shaped, inverted_u or non_monotone, measured of these checkpoints
--     shape_beyond_noise  text        with checkpoint noise counted; NULL: the noise is unknown
--     noise_to_explain    metric      smallest SD of checkpoint noise that makes the turn chance; inf: none does
--     sigma_model         metric      SD of a state's mean between trainings of the same model; NULL: unknown
--     sigma_source        text        seeds or adjacent_checkpoints; NULL: unknown
--     times_sigma         ratio       noise_to_explain / sigma_model; NULL: sigma_model is unknown or 0
--     metric              text        as asked
--     axis                text        as asked
--     task                text        name of the task
--     behavior            text        what the task measures; NULL: not said
--     series              text        models made alike; NULL: unknown
--     model               text        the model of the line; NULL: it varies
--     train_step          steps       equal at every state; NULL: it varies or is unknown
--     rlhf_step           steps       equal at every state, 0 where there was none; NULL: it varies
--     seed                number      equal at every state; NULL: unknown
--     variant             text        what else tells the checkpoints apart; empty: nothing
--     protocol            text        how the task was put
--     m                   states      on the line
--     x_first             axis units  smallest coordinate
--     x_turning           axis units  where it turns; NULL: it turns both ways
--     x_last              axis units  largest coordinate
--     value_first         metric      mean at the first state
--     value_turning       metric      mean at the turning state; NULL: it turns both ways
--     value_last          metric      mean at the last state
--     arm_low             metric      fitted change up to the turn; NULL: it turns both ways
--     arm_low_stderr      metric      clustered (CR1); NULL: as arm_low
--     arm_high            metric      fitted change from the turn on; NULL: it turns both ways
--     arm_high_stderr     metric      clustered (CR1); NULL: as arm_high
--     n_common            examples    with a value at every state
--     clusters            clusters    among them
--     common_share        share       n_common / examples with a response at any state
--     line                text        identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: as trend (docs/statistics.md 3.5, 3.6), by its native path.
SELECT
    t.alarm,
    t.shape,
    t.shape_beyond_noise,
    t.noise_to_explain,
    t.sigma_model,
    t.sigma_source,
    t.noise_to_explain / NULLIF(t.sigma_model, 0e0) AS times_sigma,
    t.metric,
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
    t.m,
    t.x_first,
    t.x_turning,
    t.x_last,
    t.first AS value_first,
    t.turning_value AS value_turning,
    t.last AS value_last,
    t.arm_low,
    t.arm_low_stderr,
    t.arm_high,
    t.arm_high_stderr,
    t.n_common,
    t.clusters,
    t.common_share,
    t.line
FROM
    LINE_TREND(
        :axis, :at, :metric, :task, :behavior, :series, :sesoi, :allow_mixed,
        :model, :train_step, :rlhf_step, :seed, :protocol
    ) AS t
LEFT JOIN trend_metric ON trend_metric.name = t.metric
WHERE t.refusal IS NULL AND t.at <> 'mixed' AND t.shape IN ('u_shaped', 'inverted_u', 'non_monotone')
ORDER BY
    t.alarm DESC NULLS LAST,
    times_sigma DESC NULLS LAST,
    t.noise_to_explain DESC NULLS LAST,
    t.behavior NULLS LAST,
    t.task NULLS LAST,
    t.line NULLS LAST,
    trend_metric.place NULLS LAST,
    t.metric NULLS LAST
