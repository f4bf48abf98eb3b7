#ifndef FAULTY_STORE_H
#define FAULTY_STORE_H

/// A layer over SQLite's own file access (sqlite.org/vfs.html) that fails when it is told to, and forgets what was never
/// synced. It is for files whose path begins with what is armed; all others pass untouched.

enum faulty_kind {
    /// The call fails as a broken disk does.
    faulty_ioerr,
    /// The call finds no room; reads and syncs go on.
    faulty_full,
    /// Nothing more reaches the disk: each call from then on fails.
    faulty_power_cut,
};

/// Puts the layer under every connection that is opened from now on.
void faulty_install(void);

/// The n-th write, sync, truncation, deletion or opening under `prefix` fails, from 1; 0 only counts.
/// `sticky`: so do all that follow.
void faulty_arm(const char *prefix, enum faulty_kind kind, long n, int sticky);

/// Ends it; how many calls were counted. After a power cut the files lose what was not synced: all of it, or, where
/// `seed` is not 0, what a fair coin says for each write.
long faulty_disarm(unsigned seed);

#endif
