/// docs/statistics.md's formulas that need no function, as SQL for any client.
enum PlainFormulas {
    /// From `example (y, cluster)`: mean, CLT and CR1 standard error, clusters.
    static let clusteredMean = """
        WITH
        whole AS (SELECT AVG(y) AS mean, COUNT(*) AS n FROM example),
        cluster_sum AS (
            SELECT cluster, SUM(y - mean) AS s, SUM((y - mean) * (y - mean)) AS squares
            FROM example CROSS JOIN whole
            GROUP BY cluster
        )
        SELECT
            mean, SQRT(SUM(squares) / (n * (n - 1e0))) AS se_clt,
            CASE WHEN COUNT(*) > 1 THEN SQRT(SUM(s * s) * COUNT(*) / (COUNT(*) - 1e0)) / n END AS se_cr1,
            COUNT(*) AS clusters
        FROM cluster_sum CROSS JOIN whole
        """

    /// From `share (k, n)`: Wilson's 95 % bounds.
    static let wilson = """
        WITH
        proportion AS (SELECT k / n AS p, n, 3.841458820694124e0 AS zz FROM share WHERE n > 0),
        centred AS (
            SELECT
                p, (p + zz / (2e0 * n)) / (1e0 + zz / n) AS centre,
                SQRT(zz) * SQRT(p * (1e0 - p) / n + zz / (4e0 * n * n)) / (1e0 + zz / n) AS half
            FROM proportion
        )
        SELECT
            CASE WHEN p = 0 THEN 0e0 ELSE centre - half END AS low,
            CASE WHEN p = 1 THEN 1e0 ELSE centre + half END AS high
        FROM centred
        """

    /// From `point (x, y)`: slope and its standard error.
    static let leastSquares = """
        WITH
        centre AS (SELECT AVG(x) AS x, AVG(y) AS y, COUNT(*) AS m FROM point),
        product AS (
            SELECT
                SUM((point.x - centre.x) * (point.x - centre.x)) AS xx,
                SUM((point.x - centre.x) * (point.y - centre.y)) AS xy
            FROM point CROSS JOIN centre
        ),
        residual AS (
            SELECT point.y - centre.y - xy / NULLIF(xx, 0e0) * (point.x - centre.x) AS e
            FROM point CROSS JOIN centre CROSS JOIN product
        )
        SELECT
            xy / NULLIF(xx, 0e0) AS slope,
            CASE WHEN m > 2 THEN SQRT((SELECT SUM(e * e) FROM residual) / (m - 2e0) / NULLIF(xx, 0e0)) END
                AS se_slope
        FROM product CROSS JOIN centre
        """

    /// From `point (x, y)`, x distinct: Mann-Kendall's S and its variance, and the Theil-Sen slope.
    static let ranks = """
        WITH
        pair AS (
            SELECT later.x - earlier.x AS dx, later.y - earlier.y AS dy
            FROM point AS earlier INNER JOIN point AS later ON earlier.x < later.x
        ),
        tie AS (SELECT COUNT(*) AS t FROM point GROUP BY y),
        slope AS (
            SELECT dy / dx AS b, ROW_NUMBER() OVER (ORDER BY dy / dx) AS place, COUNT(*) OVER () AS pairs
            FROM pair
        )
        SELECT
            (SELECT SUM(SIGN(dy)) FROM pair) AS mk_S,
            (COUNT(*) * (COUNT(*) - 1) * (2 * COUNT(*) + 5) - (SELECT SUM(t * (t - 1) * (2 * t + 5)) FROM tie)) / 18e0
                AS mk_var,
            (SELECT AVG(b) FROM slope WHERE place IN ((pairs + 1) / 2, (pairs + 2) / 2)) AS theil_sen_slope
        FROM point
        """

    /// From `line (example, cluster, state, x, y)`: the mean of the examples' own least-squares changes.
    static let exampleChanges = """
        WITH
        state AS (SELECT DISTINCT state, x FROM line),
        centre AS (SELECT AVG(x) AS x, MAX(x) - MIN(x) AS span FROM state),
        spread AS (SELECT SUM((state.x - centre.x) * (state.x - centre.x)) AS xx FROM state CROSS JOIN centre),
        example AS (
            SELECT
                COALESCE(line.cluster, line.example) AS cluster,
                SUM((line.x - centre.x) * line.y) / spread.xx * centre.span AS y
            FROM line CROSS JOIN centre CROSS JOIN spread
            GROUP BY line.example
        )
        SELECT mean AS total_change, se_cr1 AS se FROM (\(clusteredMean))
        """

    /// From `line (example, state, y)`, states from 1: Page's L, its mean and its variance with ties.
    static let pageL = """
        WITH
        ranked AS (
            SELECT
                example, state,
                RANK() OVER (PARTITION BY example ORDER BY y)
                + (COUNT(*) OVER (PARTITION BY example, y) - 1) / 2e0 AS place
            FROM line
        ),
        size AS (SELECT COUNT(DISTINCT example) AS n, MAX(state) AS m FROM line)
        SELECT
            SUM(state * place) AS L, n * m * (m + 1) * (m + 1) / 4e0 AS mean,
            m * (m * m - 1) / 12e0 * SUM((place - (m + 1) / 2e0) * (place - (m + 1) / 2e0)) / (m - 1e0)
                AS var_tie_corrected
        FROM ranked CROSS JOIN size
        """

    /// From `point (x, y)`: BIG-bench's improvement, linearity and breakthroughness.
    static let bigBench = """
        WITH
        step AS (SELECT y - LAG(y) OVER (ORDER BY x) AS z FROM point),
        square AS (
            SELECT z * z AS q, ROW_NUMBER() OVER (ORDER BY z * z) AS place, COUNT(*) OVER () AS steps
            FROM step WHERE z IS NOT NULL
        ),
        extreme AS (SELECT MIN(y) AS low, MAX(y) AS high FROM point),
        improvement AS (
            SELECT
                SIGN(
                    (SELECT MIN(x) FROM point WHERE y = high) - (SELECT MIN(x) FROM point WHERE y = low)
                ) * (high - low) AS i
            FROM extreme
        )
        SELECT
            i AS I, i / NULLIF(SQRT((SELECT AVG(q) FROM square)), 0e0) AS L,
            i / NULLIF(SQRT((SELECT AVG(q) FROM square WHERE place IN ((steps + 1) / 2, (steps + 2) / 2))), 0e0) AS B
        FROM improvement
        """

    /// From `test (id, p)`: Benjamini and Hochberg's adjusted p, in the order of id.
    static let benjaminiHochberg = """
        WITH
        ordered AS (SELECT id, p, ROW_NUMBER() OVER (ORDER BY p, id) AS place, COUNT(*) OVER () AS m FROM test),
        adjusted AS (
            SELECT
                id,
                MIN(MIN(1e0, p * m / place))
                    OVER (ORDER BY place DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS bh
            FROM ordered
        )
        SELECT bh FROM adjusted ORDER BY id
        """

    /// From `answer (confidence, correct)` and :bins: the expected calibration error.
    static let calibrationError = """
        WITH RECURSIVE
        bin (b) AS (SELECT 0 UNION ALL SELECT b + 1 FROM bin WHERE b + 1 < ?1),
        gap AS (
            SELECT ABS(SUM(answer.correct) - SUM(answer.confidence)) AS d
            FROM bin INNER JOIN answer
                ON (answer.confidence > b / (?1 + 0e0) OR (b = 0 AND answer.confidence >= 0))
                AND answer.confidence <= (b + 1) / (?1 + 0e0)
            GROUP BY b
        )
        SELECT SUM(d) / (SELECT COUNT(*) FROM answer) AS ece FROM gap
        """

    /// From `value (state, example, y)`: each state's mean over the examples common to all, in order of state.
    static let commonMeans = """
        WITH
        common AS (
            SELECT example FROM value
            GROUP BY example
            HAVING COUNT(*) = (SELECT COUNT(DISTINCT state) FROM value)
        )
        SELECT AVG(y) AS mean FROM value INNER JOIN common USING (example) GROUP BY state ORDER BY state
        """
}
