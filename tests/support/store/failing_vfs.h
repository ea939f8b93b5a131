/* An SQLite VFS over the system's whose Nth write, truncation or sync fails, as on a full or dying disk. */
#ifndef TALKOOT_TESTS_FAILING_VFS_H
#define TALKOOT_TESTS_FAILING_VFS_H

#define FAILING_VFS "failing"

/* Registers it, once. */
void failing_vfs_register(void);
/* The nth write, truncation or sync from now on (n >= 1) and `more` after it fail; 0: none fails. */
void failing_vfs_arm(int n, int more);
/* Has the armed one been reached? */
int failing_vfs_failed(void);

#endif
