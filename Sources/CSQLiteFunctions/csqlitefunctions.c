#include "csqlitefunctions.h"

#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

enum { most_arguments = 16 };

// The same for all connections of a process: what SQLite passes on each is equal.
static csqlite_callbacks callbacks;

csqlite_value csqlite_read_value(void *source) {
    csqlite_value value = {csqlite_kind_null, 0, 0, 0, 0};
    switch (sqlite3_value_type(source)) {
    case SQLITE_INTEGER:
        value.kind = csqlite_kind_integer;
        value.integer = sqlite3_value_int64(source);
        break;
    case SQLITE_FLOAT:
        value.kind = csqlite_kind_real;
        value.real = sqlite3_value_double(source);
        break;
    case SQLITE_TEXT:
        value.kind = csqlite_kind_text;
        value.bytes = sqlite3_value_text(source);
        value.count = sqlite3_value_bytes(source);
        break;
    case SQLITE_BLOB:
        value.kind = csqlite_kind_blob;
        value.bytes = sqlite3_value_blob(source);
        value.count = sqlite3_value_bytes(source);
        break;
    }
    // SQLite gives no bytes where it is out of memory.
    if (!value.bytes) value.count = 0;
    return value;
}

static void read_values(sqlite3_value **sources, int count, csqlite_value *values) {
    for (int i = 0; i < count; i++) values[i] = csqlite_read_value(sources[i]);
}

void csqlite_give(void *context, const csqlite_value *value) {
    switch (value->kind) {
    case csqlite_kind_null: sqlite3_result_null(context); break;
    case csqlite_kind_integer: sqlite3_result_int64(context, value->integer); break;
    case csqlite_kind_real: sqlite3_result_double(context, value->real); break;
    case csqlite_kind_text:
        sqlite3_result_text64(context, value->bytes ? value->bytes : "", value->count, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    case csqlite_kind_blob:
        sqlite3_result_blob64(context, value->bytes, value->count, SQLITE_TRANSIENT);
        break;
    case csqlite_kind_error: sqlite3_result_error(context, value->bytes, (int)value->count); break;
    }
}

// What SQLite keeps with a function.
typedef struct function_data {
    int32_t tag;
    void *warehouse;
} function_data;

static const function_data *data_of(sqlite3_context *context) { return sqlite3_user_data(context); }

static void call(sqlite3_context *context, int count, sqlite3_value **sources) {
    csqlite_value values[most_arguments];
    read_values(sources, count, values);
    callbacks.call(data_of(context)->tag, values, count, context);
}

static void *begin(sqlite3_context *context) {
    const function_data *data = data_of(context);
    return callbacks.begin(data->tag, data->warehouse);
}

static void step(sqlite3_context *context, int count, sqlite3_value **sources) {
    void **accumulator = sqlite3_aggregate_context(context, sizeof(void *));
    if (!accumulator) {
        sqlite3_result_error_nomem(context);
        return;
    }
    if (!*accumulator) *accumulator = begin(context);
    csqlite_value values[most_arguments];
    read_values(sources, count, values);
    callbacks.step(*accumulator, values, count, context);
}

static void finish(sqlite3_context *context) {
    void **accumulator = sqlite3_aggregate_context(context, 0);
    // Without rows there was no step.
    void *finished = accumulator && *accumulator ? *accumulator : begin(context);
    if (accumulator) *accumulator = 0;
    callbacks.finish(finished, context);
}

int csqlite_register(void *connection, const void *api, const csqlite_function *functions, int32_t count,
                     csqlite_callbacks functions_callbacks, void *warehouse) {
    SQLITE_EXTENSION_INIT2(api);
    callbacks = functions_callbacks;
    for (int32_t i = 0; i < count; i++) {
        const csqlite_function *function = &functions[i];
        if (function->arguments > most_arguments) return SQLITE_MISUSE;
        function_data *data = sqlite3_malloc(sizeof *data);
        if (!data) return SQLITE_NOMEM;
        *data = (function_data){function->tag, warehouse};
        int code = sqlite3_create_function_v2(
            connection, function->name, function->arguments,
            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, data,
            function->is_aggregate ? 0 : call, function->is_aggregate ? step : 0,
            function->is_aggregate ? finish : 0, sqlite3_free);
        if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}
