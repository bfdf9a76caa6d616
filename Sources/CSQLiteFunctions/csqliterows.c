#include "csqliterows.h"

#include <math.h>
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3

csqlite_version csqlite_data_version(void *connection) {
    csqlite_version version = {0, sqlite3_total_changes(connection)};
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_DATA_VERSION, &version.file);
    return version;
}

void *csqlite_prepare(void *connection, const char *sql) {
    sqlite3_stmt *statement = 0;
    sqlite3_prepare_v2(connection, sql, -1, &statement, 0);
    return statement;
}

void csqlite_finalize(void *statement) { sqlite3_finalize(statement); }

void csqlite_bind_integer(void *statement, int32_t place, int64_t value) {
    sqlite3_bind_int64(statement, place, value);
}

void csqlite_bind_null(void *statement, int32_t place) {
    sqlite3_bind_null(statement, place);
}

void csqlite_bind_text(void *statement, int32_t place, const char *value, int32_t count) {
    sqlite3_bind_text(statement, place, value, count, SQLITE_TRANSIENT);
}

int32_t csqlite_step(void *statement) {
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) return 1;
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

void csqlite_reset(void *statement) { sqlite3_reset(statement); }

int32_t csqlite_column_count(void *statement) { return sqlite3_column_count(statement); }

csqlite_value csqlite_column(void *statement, int32_t column) {
    csqlite_value value = {csqlite_kind_null, 0, 0, 0, 0};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        value.kind = csqlite_kind_integer;
        value.integer = sqlite3_column_int64(statement, column);
        break;
    case SQLITE_FLOAT:
        value.kind = csqlite_kind_real;
        value.real = sqlite3_column_double(statement, column);
        break;
    case SQLITE_TEXT:
        value.kind = csqlite_kind_text;
        value.bytes = sqlite3_column_text(statement, column);
        value.count = sqlite3_column_bytes(statement, column);
        break;
    case SQLITE_BLOB:
        value.kind = csqlite_kind_blob;
        value.bytes = sqlite3_column_blob(statement, column);
        value.count = sqlite3_column_bytes(statement, column);
        break;
    }
    // SQLite gives no bytes where it is out of memory.
    if (!value.bytes) value.count = 0;
    return value;
}

int64_t csqlite_column_integer(void *statement, int32_t column) { return sqlite3_column_int64(statement, column); }

double csqlite_column_real(void *statement, int32_t column) {
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, column);
}

const char *csqlite_message(void *connection) { return sqlite3_errmsg(connection); }
