/* Preloaded: the n-th change of a file kills the process, before it is made or half done, or finds the disk full. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { BEFORE = 1, HALF = 2, FULL = 3 };

static volatile long left;
static volatile int how;

/* Arm: the n-th change from now on, 0 for none. */
void arm(long n, int mode) { how = mode; left = n; }

/* How many changes are still to come before the fault. */
long remaining(void) { return left; }

static int due(void) {
    if (left <= 0) return 0;
    if (how == FULL && left == 1) return 1; /* a disk that is full stays full */
    return --left == 0;
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

static int is_file(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && fd > 2;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* What a write does: all of it (size), nothing (-1), or it does not return. */
#define WRITE(call, fd, size)                                    \
    if (is_file(fd) && due()) {                                  \
        if (how == FULL) { errno = ENOSPC; return -1; }          \
        if (how == HALF) { size_t whole = size; size = whole / 2; call; } \
        die();                                                   \
    }                                                            \
    return call

ssize_t write(int fd, const void *data, size_t size) {
    WRITE(NEXT(write)(fd, data, size), fd, size);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    WRITE(NEXT(pwrite64)(fd, data, size, at), fd, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    WRITE(NEXT(pwrite)(fd, data, size, at), fd, size);
}

#define CHANGE(name, kinds, args)                                 \
    int name kinds {                                             \
        if (how != FULL && due()) die();                         \
        return NEXT(name) args;                                  \
    }

CHANGE(fsync, (int fd), (fd))
CHANGE(fdatasync, (int fd), (fd))
CHANGE(ftruncate64, (int fd, off64_t size), (fd, size))
CHANGE(unlink, (const char *path), (path))
CHANGE(rename, (const char *from, const char *to), (from, to))
CHANGE(link, (const char *from, const char *to), (from, to))
