// Adds a table of functions to a SQLite connection and passes values between SQLite and the functions.
// It reaches SQLite only through the pointer that SQLite hands to extensions (sqlite3ext.h), so that the
// same code serves a program's own connections and a loadable extension, and carries no SQLite.
#ifndef CSQLITEFUNCTIONS_H
#define CSQLITEFUNCTIONS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum __attribute__((enum_extensibility(closed))) csqlite_kind {
    csqlite_kind_null,
    csqlite_kind_integer,
    csqlite_kind_real,
    csqlite_kind_text,
    csqlite_kind_blob,
    // As a result: `bytes` is the message that fails the statement.
    csqlite_kind_error
} csqlite_kind;

typedef struct csqlite_value {
    csqlite_kind kind;
    int64_t integer;
    double real;
    // Of text (UTF-8), blob and error; null where `count` is 0.
    const void *bytes;
    int64_t count;
} csqlite_value;

// An SQL name with one number of arguments.
typedef struct csqlite_function {
    const char *name;
    int32_t arguments;
    bool is_aggregate;
    // Handed back to the callbacks.
    int32_t tag;
} csqlite_function;

// No callback may throw. Each gives at most one result, by csqlite_give.
typedef struct csqlite_callbacks {
    void (*call)(int32_t tag, const csqlite_value *arguments, int32_t count, void *context);
    // A new accumulator; `finish` is called once for each and frees it.
    void *(*begin)(int32_t tag, void *warehouse);
    void (*step)(void *accumulator, const csqlite_value *arguments, int32_t count, void *context);
    void (*finish)(void *accumulator, void *context);
} csqlite_callbacks;

// Copies `value` into the result of the call that `context` stands for.
void csqlite_give(void *context, const csqlite_value *value);

// Adds the functions to `connection`, a sqlite3 *. `api` is what SQLite passed to the extension's entry point.
// The callbacks are kept. `warehouse` is passed to `begin`. Returns an SQLite result code.
int csqlite_register(void *connection, const void *api, const csqlite_function *functions, int32_t count,
                     csqlite_callbacks callbacks, void *warehouse);

// What a sqlite3_value holds; bytes last as long as it does.
csqlite_value csqlite_read_value(void *source);

#endif
