#pragma once
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

/// The user at the other end of a Unix socket (unix(7), SO_PEERCRED); the layout is the kernel's, in every Linux.
static inline bool replyd_peer_user(int socket, uid_t *user) {
    struct { pid_t pid; uid_t uid; gid_t gid; } peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || size != sizeof peer) return false;
    *user = peer.uid;
    return true;
}

/// No core dump and no other process's look into our memory (prctl(2), PR_SET_DUMPABLE).
static inline void replyd_forbid_tracing(void) { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
