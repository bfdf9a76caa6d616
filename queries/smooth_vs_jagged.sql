-- Whether the smooth perplexity lines say anything of their own tasks' jagged accuracy lines, one row per accuracy line and perplexity line beside it.
--
-- A suite is the tasks whose lines have the same states: over it the partners are permuted (own lines). A task's own
-- perplexity line is that of its matching answers, or of the tasks of its family with one choice. The lines of other
-- tasks with one choice stand beside it for the eye (nll_of other): their items are not its items, and have no p.
--
-- Parameters:
--     axis      axis    n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at        states  equal     n_params: equal joins models at equal steps, final each model's last base state
--     accuracy  text    credit    the jagged metric: credit or a variant of it
--     nll       text    nll_raw   the smooth one: nll_raw (of the answer as a text) or nll (among the choices)
--     behavior  names   none      only accuracy lines of these behaviors; the suite stays whole
--     task      names   none      only accuracy lines of these tasks; the suite stays whole
--     series    names   none      only models of these series
-- Default columns: axis, series, model, train_step, rlhf_step, seed, task, protocol, m, accuracy_first,
--     accuracy_last, linearity, breakthroughness, step_correlation, own_rank, matching, p, reason
-- Columns:
--     axis               text         as asked
--     series             text         models made alike; NULL: unknown
--     model              text         of the lines; NULL: it varies
--     train_step         steps        equal at every state; NULL: it varies or is unknown
--     rlhf_step          steps        equal at every state, 0 where there was none; NULL: it varies
--     seed               number       equal at every state; NULL: unknown
--     task               text         of the accuracy line
--     behavior           text         what the task measures; NULL: not said
--     protocol           text         how the task was put
--     nll_of             text         own, family (a task of the family with one choice) or other (any such task)
--     nll_task           text         of the perplexity line
--     m                  states       of the accuracy line
--     x_first            axis units   smallest coordinate
--     x_last             axis units   largest coordinate
--     n_common           examples     with an accuracy and, for own lines, an nll at every state
--     accuracy_first     accuracy     mean at the first state
--     accuracy_last      accuracy     mean at the last state
--     linearity          number       of the accuracy line, m - 1 at most; negative where the best score comes first; NULL: flat
--     breakthroughness   number       the same with the median step; NULL: flat, or half the steps are 0 (status)
--     largest_step       share        of the total range of accuracy in its largest step; NULL: flat
--     status             text         of the accuracy line: ok, infinite (breakthroughness has no bound) or flat
--     nll_first          nats         mean at the first state; NULL: infinite
--     nll_last           nats         mean at the last state; NULL: infinite
--     nll_linearity      number       of the falling nll line; NULL: flat or infinite
--     nll_breakthroughness  number    of the falling nll line; NULL: flat, infinite, or half the steps are 0
--     nll_largest_step   share        of the total range of nll in its largest step; NULL: flat or infinite
--     step_correlation   number       Pearson's r of the steps of accuracy with the falls of nll; NULL: constant steps
--     own_rank           rank         of the own perplexity line among those of the suite, 1: fits best; NULL: no permutation
--     n_tasks            lines        in the suite, those with an infinite nll left out; 0: no permutation
--     matching           number       curve matching: sum of correlations of steps, each less the mean step over tasks; NULL: no permutation
--     matching_null      number       its mean over permuted partners; NULL: no permutation
--     p                  probability  of a matching so large by chance: small says that the lines belong together, not that one forecasts the other; NULL: no permutation
--     permutations       pairings     all of them up to eight tasks, else drawn (seed 1)
--     reason             text         why there is no permutation: fewer than 5 tasks or 3 states, other items, other states, own lines are permuted, n_inf; NULL: there is one
-- Source: docs/statistics.md 3.7 and 3.9: curve_matching; linearity and breakthroughness of BIG-bench (Srivastava et al. 2022,
--     appendix B), in which no x enters: descriptive only. Phipson and Smyth (2010).
WITH chosen_line AS (
    SELECT
        trend_line.*,
        CASE trend_line.is_single WHEN 1 THEN 'nll_raw' ELSE :nll END AS smooth_metric,
        SUBSTR(
            trend_line.line,
            LENGTH(trend_line.axis) + LENGTH(trend_line.at) + LENGTH(trend_line.comparability_key) + 7
        ) AS common_coordinates
    FROM trend_line
    WHERE
        trend_line.axis = :axis
        AND (trend_line.at = :at OR (trend_line.at = 'equal' AND :axis NOT LIKE 'n_params%'))
        AND IS_ASKED(trend_line.series, :series)
        AND trend_line.unknown_states = 0
        AND trend_line.conflicting_models = 0
),

-- Both values of an example in a state; a line with one choice has no accuracy.
example_value AS (
    SELECT
        trend_state.*,
        smooth.example_id,
        jagged.y AS accuracy,
        smooth.y AS nll,
        COUNT(*) FILTER (WHERE smooth.y IS NOT NULL AND (chosen_line.is_single = 1 OR jagged.y IS NOT NULL))
            OVER (PARTITION BY chosen_line.line, smooth.example_id) AS n_values
    FROM chosen_line
    CROSS JOIN trend_state ON trend_state.line = chosen_line.line
    INNER JOIN response_value AS smooth
        ON smooth.run_id = trend_state.run_id AND smooth.metric = chosen_line.smooth_metric
    INNER JOIN response_value AS jagged
        ON
            jagged.run_id = trend_state.run_id
            AND jagged.example_id = smooth.example_id
            AND jagged.metric = :accuracy
),

line_state AS (
    SELECT
        v.line,
        v.state,
        v.m,
        v.scaled_x,
        v.checkpoint_id,
        COUNT(*) AS n_common,
        AVG(v.accuracy) AS accuracy,
        AVG(v.nll) FILTER (WHERE v.nll < 1e308) AS nll,
        SUM(v.nll > 1e308) AS n_inf
    FROM example_value AS v
    WHERE v.n_values = v.m
    GROUP BY v.line, v.state
),

-- Lines of equal states and coordinates stand in one suite.
drawn_line AS (
    SELECT
        chosen_line.*,
        ROW_NUMBER() OVER (ORDER BY chosen_line.line NULLS LAST) AS line_id,
        chosen_line.common_coordinates || '|states=' || JSON_GROUP_ARRAY(line_state.checkpoint_id) AS suite,
        COALESCE('family ' || chosen_line.family, 'task ' || chosen_line.task) AS kin,
        MAX(line_state.n_common) AS n_common,
        SUM(line_state.n_inf) AS n_inf
    FROM chosen_line
    INNER JOIN
        (
            SELECT line_state.*
            FROM line_state
            ORDER BY line_state.line NULLS LAST, line_state.state NULLS LAST
        ) AS line_state
        ON line_state.line = chosen_line.line
    GROUP BY chosen_line.line
),

matched AS (
    SELECT
        drawn_line.suite,
        COUNT(DISTINCT drawn_line.line) AS n_tasks,
        CURVE_MATCHING(drawn_line.line_id, line_state.state, line_state.accuracy, line_state.nll) AS answer
    FROM drawn_line
    INNER JOIN line_state ON line_state.line = drawn_line.line
    WHERE drawn_line.is_single = 0 AND drawn_line.n_inf = 0
    GROUP BY drawn_line.suite
),

pair_of_lines AS (
    SELECT
        jagged.*,
        smooth.line AS nll_line,
        smooth.task AS nll_task,
        CASE
            WHEN smooth.line = jagged.line THEN 'own'
            WHEN smooth.kin = jagged.kin THEN 'family'
            ELSE 'other'
        END AS nll_of,
        CASE
            WHEN smooth.suite <> jagged.suite THEN 'other states'
            WHEN smooth.n_inf > 0 THEN 'n_inf'
            WHEN smooth.line <> jagged.line AND smooth.kin = jagged.kin THEN 'own lines are permuted'
            WHEN smooth.line <> jagged.line THEN 'other items'
        END AS reason
    FROM drawn_line AS jagged
    INNER JOIN drawn_line AS smooth
        ON
            smooth.common_coordinates = jagged.common_coordinates
            AND (smooth.line = jagged.line OR smooth.is_single = 1)
    WHERE jagged.is_single = 0
),

pair_state AS (
    SELECT
        jagged.*,
        p.nll_line,
        smooth.nll AS smooth_nll,
        jagged.accuracy - LAG(jagged.accuracy) OVER one_line AS gain,
        LAG(smooth.nll) OVER one_line - smooth.nll AS fall
    FROM pair_of_lines AS p
    INNER JOIN line_state AS jagged ON jagged.line = p.line
    LEFT JOIN line_state AS smooth
        ON
            smooth.line = p.nll_line
            AND smooth.checkpoint_id = jagged.checkpoint_id
            AND COALESCE(p.reason, '') NOT IN ('other states', 'n_inf')
    WINDOW one_line AS (PARTITION BY p.line, p.nll_line ORDER BY jagged.state NULLS LAST)
),

curve AS (
    SELECT
        s.line,
        s.nll_line,
        MAX(s.accuracy) FILTER (WHERE s.state = 1) AS accuracy_first,
        MAX(s.accuracy) FILTER (WHERE s.state = s.m) AS accuracy_last,
        MAX(s.smooth_nll) FILTER (WHERE s.state = 1) AS nll_first,
        MAX(s.smooth_nll) FILTER (WHERE s.state = s.m) AS nll_last,
        CORR(s.gain, s.fall) AS step_correlation,
        BIGBENCH_CURVE(s.scaled_x, s.accuracy) AS jagged,
        CASE WHEN COUNT(s.smooth_nll) = COUNT(*) THEN BIGBENCH_CURVE(s.scaled_x, -s.smooth_nll) END AS smooth
    FROM pair_state AS s
    GROUP BY s.line, s.nll_line
)

SELECT
    p.axis,
    p.series,
    p.model,
    p.train_step,
    p.rlhf_step,
    p.seed,
    p.task,
    p.behavior,
    p.protocol,
    p.nll_of,
    p.nll_task,
    p.m,
    p.x_first,
    p.x_last,
    p.n_common,
    curve.accuracy_first,
    curve.accuracy_last,
    JSON_EXTRACT(curve.jagged, '$.linearity') AS linearity,
    JSON_EXTRACT(curve.jagged, '$.breakthroughness') AS breakthroughness,
    JSON_EXTRACT(curve.jagged, '$.largest_step') AS largest_step,
    JSON_EXTRACT(curve.jagged, '$.status') AS status,
    curve.nll_first,
    curve.nll_last,
    JSON_EXTRACT(curve.smooth, '$.linearity') AS nll_linearity,
    JSON_EXTRACT(curve.smooth, '$.breakthroughness') AS nll_breakthroughness,
    JSON_EXTRACT(curve.smooth, '$.largest_step') AS nll_largest_step,
    curve.step_correlation,
    CASE
        WHEN p.nll_of = 'own'
            THEN JSON_EXTRACT(matched.answer, '$.rank."' || p.line_id || '"')
    END AS own_rank,
    COALESCE(matched.n_tasks, 0) AS n_tasks,
    JSON_EXTRACT(matched.answer, '$.statistic') AS matching,
    JSON_EXTRACT(matched.answer, '$.null_mean') AS matching_null,
    JSON_EXTRACT(matched.answer, '$.p') AS p,
    JSON_EXTRACT(matched.answer, '$.permutations') AS permutations,
    COALESCE(p.reason, JSON_EXTRACT(matched.answer, '$.reason')) AS reason
FROM pair_of_lines AS p
INNER JOIN curve ON curve.line = p.line AND curve.nll_line = p.nll_line
LEFT JOIN matched ON matched.suite = p.suite AND p.reason IS NULL
WHERE
    IS_ASKED(p.behavior, :behavior)
    AND IS_ASKED(p.task, :task)
ORDER BY
    p.series NULLS LAST,
    p.common_coordinates NULLS LAST,
    p.task NULLS LAST,
    p.protocol NULLS LAST,
    p.line NULLS LAST,
    p.nll_of DESC NULLS LAST,
    p.nll_task NULLS LAST,
    p.nll_line NULLS LAST
