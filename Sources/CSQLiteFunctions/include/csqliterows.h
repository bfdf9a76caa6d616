// Rows that a function reads from the warehouse it is called in, through the same pointer as csqlitefunctions.h.
#ifndef CSQLITEROWS_H
#define CSQLITEROWS_H

#include "csqlitefunctions.h"

// A number that is another one whenever what `connection`, a sqlite3 *, would read may have changed.
typedef struct csqlite_version {
    uint32_t file;
    int64_t own_changes;
} csqlite_version;

csqlite_version csqlite_data_version(void *connection);

// A statement, or null: then csqlite_message says why.
void *csqlite_prepare(void *connection, const char *sql);
void csqlite_finalize(void *statement);

// The parameter at `place`, from 1.
void csqlite_bind_integer(void *statement, int32_t place, int64_t value);
void csqlite_bind_null(void *statement, int32_t place);
// Copies `count` bytes of UTF-8.
void csqlite_bind_text(void *statement, int32_t place, const char *value, int32_t count);

// 1 where there is a row, 0 at the end, below 0 where it failed. After the end or a failure the statement is ready to be
// run again, with the same parameters.
int32_t csqlite_step(void *statement);
void csqlite_reset(void *statement);

int32_t csqlite_column_count(void *statement);

// Of the row that the statement stands on; `column` counts from 0. Bytes last until the next step.
csqlite_value csqlite_column(void *statement, int32_t column);
int64_t csqlite_column_integer(void *statement, int32_t column);
// NaN for NULL, which no column of SQLite can hold.
double csqlite_column_real(void *statement, int32_t column);

const char *csqlite_message(void *connection);

#endif
