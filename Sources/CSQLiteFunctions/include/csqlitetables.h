// Table-valued functions: SELECT … FROM name(argument, …). They reach SQLite as csqlitefunctions.h says.
#ifndef CSQLITETABLES_H
#define CSQLITETABLES_H

#include "csqlitefunctions.h"

typedef struct csqlite_table {
    const char *name;
    // CREATE TABLE x(column, …, argument HIDDEN, …)
    const char *declaration;
    int32_t columns;
    // Each is given as a value that is known before the table's rows are. Those from `required` on may be left out, which is
    // NULL.
    int32_t arguments;
    int32_t required;
    // Handed back to the callbacks.
    int32_t tag;
} csqlite_table;

// No callback may throw.
typedef struct csqlite_table_callbacks {
    // What reads rows for one place in a FROM clause; `close` is called once for each and frees it.
    void *(*open)(void *warehouse, int32_t tag);
    void (*close)(void *reader);
    // The rows for these arguments, from 0: their number, or below 0 where it failed. Then `give_message` is called
    // once with the words of the error.
    int64_t (*filter)(void *reader, const csqlite_value *arguments, int32_t count, void *message);
    // Gives one value, by csqlite_give.
    void (*column)(void *reader, int64_t row, int32_t column, void *context);
} csqlite_table_callbacks;

// For `filter`: copies UTF-8 bytes.
void csqlite_give_message(void *message, const void *bytes, int64_t count);

// Adds the table to `connection`, a sqlite3 *, after csqlite_register was called. The callbacks are kept.
// `warehouse` is passed to `open`; `release`, unless null, is called with it when the connection goes.
int csqlite_register_table(void *connection, const csqlite_table *table, csqlite_table_callbacks callbacks,
                           void *warehouse, void (*release)(void *warehouse));

#endif
