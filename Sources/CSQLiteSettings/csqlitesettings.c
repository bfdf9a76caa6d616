#include "csqlitesettings.h"

#include <sqlite3.h>

void csqlite_set_for_writing(int bytes) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, bytes);
}
