// Settings of SQLite for the whole process, which C alone can make: their calls have a variable number of arguments.
#ifndef CSQLITESETTINGS_H
#define CSQLITESETTINGS_H

#ifdef __cplusplus
extern "C" {
#endif

/// For writing much: an allocation takes no lock to be counted, and what a statement of many rows would restore is kept
/// in memory up to 128 kB (64 kB otherwise) before it goes to a temporary file.
///
/// Does nothing where the process has used SQLite before: then it is as it was, only slower.
void csqlite_set_for_writing(void);

#ifdef __cplusplus
}
#endif
#endif
