#pragma once
#include <sqlite3.h>

/// Statements are planned once, whatever is bound to them (SQLite's "query planner stability guarantee"). A variadic
/// function, which Swift cannot call. The connection comes as GRDB has it.
static inline int replyd_plan_once(void *database) {
    return sqlite3_db_config((sqlite3 *)database, SQLITE_DBCONFIG_ENABLE_QPSG, 1, (int *)0);
}
