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
--     behavior  text    none      only accuracy lines of this behavior; the suite stays whole
--     task      text    none      only accuracy lines of this task; % stands for any text; the suite stays whole
--     series    text    none      only models of this series
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
WITH params AS (
    SELECT
        :axis AS axis,
        :at AS at,
        :accuracy AS accuracy,
        :nll AS nll,
        :behavior AS behavior,
        :task AS task,
        :series AS series
),

chosen_line AS (
    SELECT
        trend_line.line,
        trend_line.task_id,
        trend_line.task,
        trend_line.family,
        trend_line.behavior,
        trend_line.protocol,
        trend_line.is_single,
        trend_line.series,
        trend_line.model,
        trend_line.train_step,
        trend_line.rlhf_step,
        trend_line.seed,
        trend_line.x_first,
        trend_line.x_last,
        SUBSTR(
            trend_line.line,
            LENGTH(trend_line.axis) + LENGTH(trend_line.at) + LENGTH(trend_line.comparability_key) + 7
        ) AS coordinates
    FROM trend_line
    CROSS JOIN params
    WHERE
        trend_line.axis = params.axis
        AND (trend_line.at = params.at OR (trend_line.at = 'equal' AND params.axis NOT LIKE 'n_params%'))
        AND IS_ASKED(trend_line.series, params.series)
        AND trend_line.unknown_states = 0 AND trend_line.conflicting_models = 0
),

-- Both values of an example in a state; a line with one choice has no accuracy.
example_value AS (
    SELECT
        chosen_line.line,
        trend_state.state,
        trend_state.m,
        trend_state.scaled_x,
        trend_state.checkpoint_id,
        smooth.example_id,
        jagged.y AS accuracy,
        smooth.y AS nll,
        COUNT(
            CASE WHEN smooth.y IS NOT NULL AND (chosen_line.is_single = 1 OR jagged.y IS NOT NULL) THEN 1 END
        ) OVER (PARTITION BY chosen_line.line, smooth.example_id) AS n_values
    FROM chosen_line
    CROSS JOIN params
    CROSS JOIN trend_state ON trend_state.line = chosen_line.line
    INNER JOIN response_value AS smooth
        ON
            smooth.run_id = trend_state.run_id
            AND smooth.metric = CASE chosen_line.is_single WHEN 1 THEN 'nll_raw' ELSE params.nll END
    INNER JOIN response_value AS jagged
        ON
            jagged.run_id = trend_state.run_id
            AND jagged.example_id = smooth.example_id
            AND jagged.metric = params.accuracy
),

line_state AS (
    SELECT
        example_value.line,
        example_value.state,
        MAX(example_value.m) AS m,
        MAX(example_value.scaled_x) AS scaled_x,
        MAX(example_value.checkpoint_id) AS checkpoint_id,
        COUNT(*) AS n_common,
        AVG(example_value.accuracy) AS accuracy,
        AVG(CASE WHEN example_value.nll < 1e308 THEN example_value.nll END) AS nll,
        SUM(example_value.nll > 1e308) AS n_inf
    FROM example_value
    WHERE example_value.n_values = example_value.m
    GROUP BY example_value.line, example_value.state
),

-- Lines of equal states and coordinates stand in one suite.
drawn_line AS (
    SELECT
        ROW_NUMBER() OVER (ORDER BY chosen_line.line NULLS LAST) AS line_id,
        chosen_line.line,
        chosen_line.coordinates || '|states=' || JSON_GROUP_ARRAY(line_state.checkpoint_id) AS suite,
        chosen_line.coordinates,
        chosen_line.is_single,
        COALESCE('family ' || chosen_line.family, 'task ' || chosen_line.task) AS family,
        chosen_line.task,
        MAX(line_state.m) AS m,
        MAX(line_state.n_common) AS n_common,
        SUM(line_state.n_inf) AS n_inf
    FROM chosen_line
    INNER JOIN (
        SELECT
            line_state.line,
            line_state.m,
            line_state.checkpoint_id,
            line_state.n_common,
            line_state.n_inf
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
        CURVE_MATCHING(
            drawn_line.line_id, line_state.state, line_state.accuracy, line_state.nll
        ) AS answer
    FROM drawn_line
    INNER JOIN line_state ON line_state.line = drawn_line.line
    WHERE drawn_line.is_single = 0 AND drawn_line.n_inf = 0
    GROUP BY drawn_line.suite
),

pair_of_lines AS (
    SELECT
        jagged.line,
        smooth.line AS nll_line,
        jagged.m,
        CASE
            WHEN smooth.line = jagged.line THEN 'own'
            WHEN smooth.family = jagged.family THEN 'family'
            ELSE 'other'
        END AS nll_of,
        CASE
            WHEN smooth.suite <> jagged.suite THEN 'other states'
            WHEN smooth.n_inf > 0 THEN 'n_inf'
            WHEN smooth.line <> jagged.line AND smooth.family = jagged.family THEN 'own lines are permuted'
            WHEN smooth.line <> jagged.line THEN 'other items'
        END AS reason
    FROM drawn_line AS jagged
    INNER JOIN drawn_line AS smooth
        ON
            smooth.coordinates = jagged.coordinates
            AND (smooth.line = jagged.line OR smooth.is_single = 1)
    WHERE jagged.is_single = 0
),

pair_state AS (
    SELECT
        pair_of_lines.line,
        pair_of_lines.nll_line,
        jagged.state,
        jagged.m,
        jagged.scaled_x,
        jagged.accuracy,
        CASE WHEN COALESCE(pair_of_lines.reason, '') NOT IN ('other states', 'n_inf') THEN smooth.nll END
            AS nll,
        jagged.accuracy - LAG(jagged.accuracy) OVER one_line AS gain,
        LAG(smooth.nll) OVER one_line - smooth.nll AS fall
    FROM pair_of_lines
    INNER JOIN line_state AS jagged ON jagged.line = pair_of_lines.line
    LEFT JOIN line_state AS smooth
        ON smooth.line = pair_of_lines.nll_line AND smooth.checkpoint_id = jagged.checkpoint_id
    WINDOW
        one_line AS (
            PARTITION BY pair_of_lines.line, pair_of_lines.nll_line ORDER BY jagged.state NULLS LAST
        )
),

centred AS (
    SELECT
        pair_state.line,
        pair_state.nll_line,
        pair_state.state,
        pair_state.m,
        pair_state.scaled_x,
        pair_state.accuracy,
        pair_state.nll,
        pair_state.gain - AVG(pair_state.gain) OVER one_line AS gain,
        CASE WHEN pair_state.nll IS NOT NULL THEN pair_state.fall - AVG(pair_state.fall) OVER one_line END
            AS fall
    FROM pair_state
    WINDOW one_line AS (PARTITION BY pair_state.line, pair_state.nll_line)
),

curve AS (
    SELECT
        centred.line,
        centred.nll_line,
        MAX(CASE WHEN centred.state = 1 THEN centred.accuracy END) AS accuracy_first,
        MAX(CASE WHEN centred.state = centred.m THEN centred.accuracy END) AS accuracy_last,
        MAX(CASE WHEN centred.state = 1 THEN centred.nll END) AS nll_first,
        MAX(CASE WHEN centred.state = centred.m THEN centred.nll END) AS nll_last,
        SUM(centred.gain * centred.fall)
        / NULLIF(SQRT(SUM(centred.gain * centred.gain) * SUM(centred.fall * centred.fall)), 0e0)
            AS step_correlation,
        BIGBENCH_CURVE(centred.scaled_x, centred.accuracy) AS jagged,
        CASE
            WHEN COUNT(centred.nll) = COUNT(*) THEN BIGBENCH_CURVE(centred.scaled_x, -centred.nll)
        END AS smooth
    FROM centred
    GROUP BY centred.line, centred.nll_line
)

SELECT
    params.axis,
    chosen_line.series,
    chosen_line.model,
    chosen_line.train_step,
    chosen_line.rlhf_step,
    chosen_line.seed,
    chosen_line.task,
    chosen_line.behavior,
    chosen_line.protocol,
    pair_of_lines.nll_of,
    smooth_line.task AS nll_task,
    pair_of_lines.m,
    chosen_line.x_first,
    chosen_line.x_last,
    drawn_line.n_common,
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
        WHEN pair_of_lines.nll_of = 'own'
            THEN JSON_EXTRACT(matched.answer, '$.rank."' || drawn_line.line_id || '"')
    END AS own_rank,
    COALESCE(matched.n_tasks, 0) AS n_tasks,
    JSON_EXTRACT(matched.answer, '$.statistic') AS matching,
    JSON_EXTRACT(matched.answer, '$.null_mean') AS matching_null,
    JSON_EXTRACT(matched.answer, '$.p') AS p,
    JSON_EXTRACT(matched.answer, '$.permutations') AS permutations,
    COALESCE(pair_of_lines.reason, JSON_EXTRACT(matched.answer, '$.reason')) AS reason
FROM pair_of_lines
CROSS JOIN params
INNER JOIN chosen_line ON chosen_line.line = pair_of_lines.line
INNER JOIN chosen_line AS smooth_line ON smooth_line.line = pair_of_lines.nll_line
INNER JOIN drawn_line ON drawn_line.line = pair_of_lines.line
INNER JOIN curve ON curve.line = pair_of_lines.line AND curve.nll_line = pair_of_lines.nll_line
LEFT JOIN matched ON matched.suite = drawn_line.suite AND pair_of_lines.reason IS NULL
WHERE
    IS_ASKED(chosen_line.behavior, params.behavior)
    AND IS_ASKED(chosen_line.task, params.task)
ORDER BY
    chosen_line.series NULLS LAST,
    chosen_line.coordinates NULLS LAST,
    chosen_line.task NULLS LAST,
    chosen_line.protocol NULLS LAST,
    chosen_line.line NULLS LAST,
    pair_of_lines.nll_of DESC NULLS LAST,
    smooth_line.task NULLS LAST,
    smooth_line.line NULLS LAST
