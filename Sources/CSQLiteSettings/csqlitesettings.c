#include "csqlitesettings.h"

#include <sqlite3.h>

// What is kept is written to the file in one piece, and SQLite 3.40 writes pieces of up to 17 bits: a larger one ends
// in "database or disk is full".
enum { largest_write = 0x1ffff };

void csqlite_set_for_writing(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, largest_write);
}
