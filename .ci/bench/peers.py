"""The same work by other means: peers.py WHAT PATH… — each prints what the driver compares.

    duckdb-samples DIRECTORY FILE     lm-eval samples into responses and distinct examples, on disk
    python-samples DIRECTORY FILE     the same by json and sqlite3.executemany
    duckdb-table TABLE FILE           a table into responses, on disk (not timed)
    duckdb-metrics FILE               every run's metrics with their standard errors
    duckdb-trend FILE                 every task's state means and their covariance, three metrics
    pandas-trend TABLE                the same by pandas and numpy, from the table
    duckdb-scores TABLE FILE          a table of scores, on disk (not timed)
    duckdb-score-metrics FILE         every run's mean score with its standard error
    pandas-score-metrics TABLE        the same by pandas, from the table
    duckdb-score-trend FILE           every task's state means of the score and their covariance
    pandas-score-trend TABLE          the same by pandas and numpy, from the table
"""
import glob
import json
import sqlite3
import sys

THREADS = 2
CHOICES = 4
SAMPLES = """read_json('{}/*/samples_*.jsonl', format = 'newline_delimited', filename = true, columns = {{
    doc: 'JSON', target: 'VARCHAR', doc_hash: 'VARCHAR', filtered_resps: 'VARCHAR[][]',
    arguments: 'STRUCT(gen_args_0 STRUCT(arg_0 VARCHAR, arg_1 VARCHAR), gen_args_1 STRUCT(arg_1 VARCHAR),
                       gen_args_2 STRUCT(arg_1 VARCHAR), gen_args_3 STRUCT(arg_1 VARCHAR))'}})"""


def connect(path):
    import duckdb
    connection = duckdb.connect(path)
    connection.execute(f"SET threads = {THREADS}")
    return connection


def duckdb_samples(directory, path):
    connection = connect(path)
    connection.execute(f"""
        CREATE TEMP TABLE line AS
        SELECT filename AS run, doc_hash, target, doc, arguments,
            list_transform(filtered_resps, lambda entry: CAST(entry[1] AS DOUBLE)) AS logprobs
        FROM {SAMPLES.format(directory)}""")
    connection.execute("CREATE TABLE response AS SELECT run, doc_hash, logprobs FROM line")
    connection.execute("""
        CREATE TABLE example AS
        SELECT doc_hash, any_value(arguments.gen_args_0.arg_0) AS prompt,
            any_value([arguments.gen_args_0.arg_1, arguments.gen_args_1.arg_1, arguments.gen_args_2.arg_1,
                       arguments.gen_args_3.arg_1]) AS choices,
            any_value(CAST(target AS INTEGER)) AS matching, any_value(doc) AS document
        FROM line GROUP BY doc_hash""")
    counts = connection.execute("""
        SELECT (SELECT count(*) FROM response), (SELECT count(*) FROM example),
            (SELECT sum(list_sum(logprobs)) FROM response)""").fetchone()
    connection.close()
    print(json.dumps(counts))


def python_samples(directory, path):
    connection = sqlite3.connect(path)
    connection.executescript("""
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE example (id INTEGER PRIMARY KEY, doc_hash TEXT UNIQUE, prompt TEXT, choices TEXT, matching INT,
                              document TEXT);
        CREATE TABLE response (run TEXT, doc_hash TEXT, logprobs TEXT)""")
    for run in sorted(glob.glob(f"{directory}/*/samples_*.jsonl")):
        examples, responses = [], []
        with open(run, encoding="utf-8") as file:
            for line in map(json.loads, file):
                requests = list(line["arguments"].values())
                examples.append((line["doc_hash"], requests[0]["arg_0"],
                                 json.dumps([request["arg_1"] for request in requests]), int(line["target"]),
                                 json.dumps(line["doc"])))
                logprobs = [float(entry[0]) for entry in line["filtered_resps"]]
                responses.append((run, line["doc_hash"], json.dumps(logprobs)))
        with connection:
            connection.executemany(
                "INSERT OR IGNORE INTO example (doc_hash, prompt, choices, matching, document) VALUES (?,?,?,?,?)",
                examples)
            connection.executemany("INSERT INTO response VALUES (?,?,?)", responses)
    counts = connection.execute("""
        SELECT (SELECT count(*) FROM response), (SELECT count(*) FROM example),
            (SELECT sum(value) FROM response, json_each(logprobs))""").fetchone()
    print(json.dumps(counts))


def duckdb_table(table, path):
    connection = connect(path)
    connection.execute(f"""
        CREATE TABLE response AS
        SELECT train_step AS step, task, example, matching[1] AS gold, logprobs
        FROM read_json('{table}', format = 'newline_delimited', columns = {{
            train_step: 'BIGINT', task: 'VARCHAR', example: 'VARCHAR', matching: 'INTEGER[]',
            logprobs: 'DOUBLE[]'}})""")
    connection.close()


# The log-odds of the gold choice against the others, on lists; then the metrics that follow from it.
VALUES = """
    side AS (
        SELECT step, task, example, logprobs[gold + 1] AS matching, list_max(logprobs) AS top,
            list_filter(logprobs, lambda x, place: place <> gold + 1) AS others, logprobs
        FROM response
    ), odds AS (
        SELECT step, task, example, matching - (list_max(others)
                + ln(list_sum(list_transform(others, lambda x: exp(x - list_max(others)))))) AS logodds,
            CASE WHEN matching = top THEN 1e0 / len(list_filter(logprobs, lambda x: x = top)) ELSE 0e0 END AS credit
        FROM side
    ), value AS (
        SELECT step, task, example, logodds, credit,
            CASE WHEN logodds >= 0 THEN 1e0 / (1e0 + exp(-logodds)) ELSE exp(logodds) / (1e0 + exp(logodds)) END AS p
        FROM odds
    )"""


def duckdb_metrics(path):
    def stderr(name):
        return f"sqrt(var_samp({name}) / count(*))"

    nll = "CASE WHEN logodds < 0 THEN -logodds + ln(1e0 + exp(logodds)) ELSE ln(1e0 + exp(-logodds)) END"
    rows = connect(path).execute(f"""
        WITH {VALUES}, loss AS (SELECT *, {nll} AS nll FROM value)
        SELECT task, step, count(*), avg(p), {stderr('p')}, avg(credit), {stderr('credit')}, avg(logodds),
            {stderr('logodds')}, avg(nll), {stderr('nll')}
        FROM loss GROUP BY task, step ORDER BY task, step""").fetchall()
    print(json.dumps(rows))


METRICS = ("logodds", "p", "credit")


def duckdb_covariances(connection, metrics):
    """Of a table value: every task's state means and their covariance."""
    means = ", ".join(f"avg({name})" for name in metrics)
    residuals = ", ".join(f"{name} - avg({name}) OVER (PARTITION BY task, step) AS {name}" for name in metrics)
    products = ", ".join(f"sum(one.{name} * other.{name}) / (count(*) * (count(*) - 1e0))" for name in metrics)
    ybar = connection.execute(
        f"SELECT task, step, {means} FROM value GROUP BY task, step ORDER BY task, step").fetchall()
    v = connection.execute(f"""
        WITH residual AS (SELECT task, step, example, {residuals} FROM value)
        SELECT one.task, one.step, other.step, {products}
        FROM residual AS one JOIN residual AS other
            ON one.task = other.task AND one.example = other.example AND one.step <= other.step
        GROUP BY one.task, one.step, other.step ORDER BY one.task, one.step, other.step""").fetchall()
    print(json.dumps({"ybar": ybar, "v": v}))


def duckdb_trend(path):
    connection = connect(path)
    connection.execute(f"CREATE TEMP TABLE value AS WITH {VALUES} SELECT * FROM value")
    duckdb_covariances(connection, METRICS)


def duckdb_score_trend(path):
    duckdb_covariances(connect(path), ("correct",))


def covariances(rows, metrics):
    """Every task's state means and their covariance, of columns of values."""
    import numpy
    answer = {"ybar": [], "v": []}
    for task, group in rows.groupby("task"):
        wide = [group.pivot(index="example", columns="train_step", values=name) for name in metrics]
        steps = [int(step) for step in wide[0].columns]
        found = [numpy.cov(values.to_numpy(), rowvar=False) / len(values) for values in wide]
        means = [values.to_numpy().mean(axis=0) for values in wide]
        for i, one in enumerate(steps):
            answer["ybar"].append([task, one, *(float(mean[i]) for mean in means)])
            for j in range(i, len(steps)):
                answer["v"].append([task, one, steps[j], *(float(v[i, j]) for v in found)])
    return answer


def pandas_trend(table):
    import numpy
    import pandas
    rows = pandas.read_json(table, lines=True)
    logprobs = numpy.array(rows["logprobs"].tolist())
    gold = numpy.array(rows["matching"].tolist())[:, 0]
    place = numpy.arange(len(rows))
    matching = logprobs[place, gold]
    others = logprobs.copy()
    others[place, gold] = -numpy.inf
    top = logprobs.max(axis=1)
    best = others.max(axis=1)
    rows["logodds"] = matching - (best + numpy.log(numpy.exp(others - best[:, None]).sum(axis=1)))
    rows["p"] = 1 / (1 + numpy.exp(-rows["logodds"]))
    rows["credit"] = (matching == top) / (logprobs == top[:, None]).sum(axis=1)
    print(json.dumps(covariances(rows, METRICS)))


def duckdb_scores(table, path):
    connection = connect(path)
    connection.execute(f"""
        CREATE TABLE value AS SELECT train_step AS step, task, example, CAST(correct AS DOUBLE) AS correct
        FROM read_csv('{table}')""")
    connection.close()


def duckdb_score_metrics(path):
    print(json.dumps(connect(path).execute("""
        SELECT task, step, count(*), avg(correct), sqrt(var_samp(correct) / count(*))
        FROM value GROUP BY task, step ORDER BY task, step""").fetchall()))


def pandas_score_metrics(table):
    import pandas
    rows = pandas.read_csv(table, usecols=["task", "train_step", "correct"]).groupby(["task", "train_step"])["correct"]
    print(json.dumps([[*key, int(n), mean, stderr] for key, n, mean, stderr in
                      rows.agg(["count", "mean", "sem"]).itertuples()]))


def pandas_score_trend(table):
    import pandas
    rows = pandas.read_csv(table, usecols=["task", "train_step", "example", "correct"])
    print(json.dumps(covariances(rows, ("correct",))))


if __name__ == "__main__":
    work = {"duckdb-samples": duckdb_samples, "python-samples": python_samples, "duckdb-table": duckdb_table,
            "duckdb-metrics": duckdb_metrics, "duckdb-trend": duckdb_trend, "pandas-trend": pandas_trend,
            "duckdb-scores": duckdb_scores, "duckdb-score-metrics": duckdb_score_metrics,
            "pandas-score-metrics": pandas_score_metrics, "duckdb-score-trend": duckdb_score_trend,
            "pandas-score-trend": pandas_score_trend}
    work[sys.argv[1]](*sys.argv[2:])
