#include "csqlitetables.h"

#include <string.h>
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3

enum { most_arguments = 16 };
// A plan is the set of the arguments that are given, a bit each, or this.
enum { lacks_arguments = -1 };

// The same for all connections of a process.
static csqlite_table_callbacks callbacks;

typedef struct module_data {
    csqlite_table table;
    void *warehouse;
    void (*release)(void *warehouse);
} module_data;

typedef struct table_instance {
    sqlite3_vtab base;
    const module_data *data;
} table_instance;

typedef struct table_cursor {
    sqlite3_vtab_cursor base;
    void *reader;
    int64_t row, count;
} table_cursor;

static int connect(sqlite3 *connection, void *data, int count, const char *const *words, sqlite3_vtab **table,
                   char **message) {
    (void)count, (void)words, (void)message;
    const module_data *module = data;
    int code = sqlite3_declare_vtab(connection, module->table.declaration);
    if (code != SQLITE_OK) return code;
    table_instance *instance = sqlite3_malloc(sizeof *instance);
    if (!instance) return SQLITE_NOMEM;
    memset(instance, 0, sizeof *instance);
    instance->data = module;
    sqlite3_vtab_config(connection, SQLITE_VTAB_INNOCUOUS);
    *table = &instance->base;
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *table) {
    sqlite3_free(table);
    return SQLITE_OK;
}

// One plan only: every argument is given by an equality that SQLite can use.
static int best_index(sqlite3_vtab *table, sqlite3_index_info *info) {
    const csqlite_table *description = &((table_instance *)table)->data->table;
    int given = 0;
    for (int i = 0; i < info->nConstraint; i++) {
        const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
        int argument = constraint->iColumn - description->columns;
        if (argument < 0 || constraint->op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (!constraint->usable) return SQLITE_CONSTRAINT;
        info->aConstraintUsage[i].omit = 1;
        given |= 1 << argument;
    }
    // SQLite wants places without gaps: an argument's place is the number of those given before it.
    for (int i = 0; i < info->nConstraint; i++) {
        int argument = info->aConstraint[i].iColumn - description->columns;
        if (!info->aConstraintUsage[i].omit) continue;
        int place = 1;
        for (int other = 0; other < argument; other++) place += (given >> other) & 1;
        info->aConstraintUsage[i].argvIndex = place;
    }
    int required = (1 << description->required) - 1;
    info->idxNum = given;
    if ((given & required) != required) {
        // SQLite also asks what one side of an OR would cost, without the arguments: a plan that it must not take, and
        // that tells what is missing where there is no other.
        for (int i = 0; i < info->nConstraint; i++) info->aConstraintUsage[i] = (struct sqlite3_index_constraint_usage){0};
        info->idxNum = lacks_arguments;
        info->estimatedCost = 1e99;
        info->estimatedRows = INT64_C(1) << 50;
        return SQLITE_OK;
    }
    info->estimatedCost = 1000;
    info->estimatedRows = 10;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **result) {
    const module_data *data = ((table_instance *)table)->data;
    table_cursor *cursor = sqlite3_malloc(sizeof *cursor);
    if (!cursor) return SQLITE_NOMEM;
    memset(cursor, 0, sizeof *cursor);
    cursor->reader = callbacks.open(data->warehouse, data->table.tag);
    *result = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor) {
    callbacks.close(((table_cursor *)cursor)->reader);
    sqlite3_free(cursor);
    return SQLITE_OK;
}

void csqlite_give_message(void *message, const void *bytes, int64_t count) {
    sqlite3_vtab *table = message;
    sqlite3_free(table->zErrMsg);
    table->zErrMsg = sqlite3_mprintf("%.*s", (int)count, bytes);
}

static int filter(sqlite3_vtab_cursor *base, int plan, const char *name, int count, sqlite3_value **sources) {
    (void)name;
    if (plan == lacks_arguments) {
        const csqlite_table *description = &((table_instance *)base->pVtab)->data->table;
        sqlite3_free(base->pVtab->zErrMsg);
        const char *least = description->required < description->arguments ? " at least" : "";
        base->pVtab->zErrMsg =
            sqlite3_mprintf("%s: takes %d arguments%s", description->name, description->required, least);
        return SQLITE_ERROR;
    }
    table_cursor *cursor = (table_cursor *)base;
    csqlite_value values[most_arguments];
    int arguments = ((table_instance *)base->pVtab)->data->table.arguments;
    int next_source = 0;
    for (int i = 0; i < arguments && i < most_arguments; i++) {
        int is_given = (plan >> i) & 1 && next_source < count;
        values[i] = is_given ? csqlite_read_value(sources[next_source++]) : (csqlite_value){.kind = csqlite_kind_null};
    }
    cursor->row = 0;
    cursor->count = callbacks.filter(cursor->reader, values, arguments, base->pVtab);
    return cursor->count < 0 ? SQLITE_ERROR : SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *cursor) {
    ((table_cursor *)cursor)->row++;
    return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base) {
    table_cursor *cursor = (table_cursor *)base;
    return cursor->row >= cursor->count;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
    table_cursor *cursor = (table_cursor *)base;
    if (column < ((table_instance *)base->pVtab)->data->table.columns)
        callbacks.column(cursor->reader, cursor->row, column, context);
    return SQLITE_OK;
}

static int row_id(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id) {
    *id = ((table_cursor *)cursor)->row;
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .xConnect = connect,
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = is_at_end,
    .xColumn = column,
    .xRowid = row_id,
};

static void release_module(void *pointer) {
    module_data *data = pointer;
    if (data->release) data->release(data->warehouse);
    sqlite3_free((char *)data->table.name);
    sqlite3_free((char *)data->table.declaration);
    sqlite3_free(data);
}

int csqlite_register_table(void *connection, const csqlite_table *table, csqlite_table_callbacks table_callbacks,
                           void *warehouse, void (*release)(void *warehouse)) {
    callbacks = table_callbacks;
    if (table->arguments > most_arguments) return SQLITE_MISUSE;
    module_data *data = sqlite3_malloc(sizeof *data);
    if (!data) return SQLITE_NOMEM;
    *data = (module_data){*table, warehouse, release};
    data->table.name = sqlite3_mprintf("%s", table->name);
    data->table.declaration = sqlite3_mprintf("%s", table->declaration);
    // Calls release_module where it fails, too.
    return sqlite3_create_module_v2(connection, table->name, &module, data, release_module);
}
