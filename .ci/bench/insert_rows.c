// The bound of a writer: takes the responses of a warehouse into memory, then inserts them into a new file with one
// prepared statement in one transaction, WAL and synchronous=FULL.
//   insert_rows SOURCE.db TARGET.db bare|whole     bare: run, example and log-probs; whole: the warehouse's own table
// Prints the seconds of the inserting alone.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COLUMNS = 14, LOGPROBS = 11 };

static void must(int code, sqlite3 *db) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    exit(1);
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    int whole = !strcmp(arguments[3], "whole");
    sqlite3 *source, *target;
    must(sqlite3_open(arguments[1], &source), source);
    must(sqlite3_open(arguments[2], &target), target);

    sqlite3_stmt *query;
    must(sqlite3_prepare_v2(source, "SELECT COUNT(*) FROM response", -1, &query, 0), source);
    sqlite3_step(query);
    long rows = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    sqlite3_value **values = malloc(rows * COLUMNS * sizeof *values);
    must(sqlite3_prepare_v2(source, "SELECT * FROM response", -1, &query, 0), source);
    for (long row = 0; sqlite3_step(query) == SQLITE_ROW; row++)
        for (int k = 0; k < COLUMNS; k++)
            values[row * COLUMNS + k] = sqlite3_value_dup(sqlite3_column_value(query, k));
    sqlite3_finalize(query);

    must(sqlite3_exec(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768", 0, 0,
                      0), target);
    const char *ddl = "CREATE TABLE response (run_id INTEGER, example_id INTEGER, logprobs TEXT)";
    if (whole) {
        must(sqlite3_prepare_v2(source, "SELECT sql FROM sqlite_schema WHERE name = 'response'", -1, &query, 0), source);
        sqlite3_step(query);
        ddl = (const char *)sqlite3_column_text(query, 0);
    }
    must(sqlite3_exec(target, ddl, 0, 0, 0), target);
    sqlite3_stmt *insert;
    must(sqlite3_prepare_v2(target, whole ? "INSERT INTO response VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                                          : "INSERT INTO response VALUES (?,?,?)", -1, &insert, 0), target);

    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    must(sqlite3_exec(target, "BEGIN IMMEDIATE", 0, 0, 0), target);
    for (long row = 0; row < rows; row++) {
        sqlite3_value **fields = values + row * COLUMNS;
        for (int k = 0; k < (whole ? COLUMNS : 3); k++)
            sqlite3_bind_value(insert, k + 1, fields[!whole && k == 2 ? LOGPROBS : k]);
        must(sqlite3_step(insert), target);
        sqlite3_reset(insert);
    }
    must(sqlite3_exec(target, "COMMIT", 0, 0, 0), target);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("{\"rows\": %ld, \"seconds\": %.6f}\n", rows,
           end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) / 1e9);
    return 0;
}
