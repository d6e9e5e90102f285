"""Confines the calling process on Linux: landlock for files, a network namespace or seccomp for the network.

Called by supervisor.py in the child, right before it turns into the command, so: standard library alone, and
no import of the package. Numbers are those of the kernel's user-space headers (linux/landlock.h,
linux/seccomp.h, linux/sched.h, linux/mount.h).
"""

import ctypes
import os
import platform
import struct
from typing import Any

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 38, 22
LANDLOCK_CREATE, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT = 444, 445, 446

WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
CHANGES = 0b1_1111_1111_0000 | WRITE_FILE
"""Write, remove and make files of all kinds (landlock's first version)."""
ON_FILES = WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
"""Rights that a rule for a single file may carry."""
SCOPE_ABSTRACT_SOCKETS, SCOPE_SIGNALS = 1, 2

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: Any) -> int:
    result = int(getattr(_libc, name)(*arguments))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def landlock_version() -> int:
    """The kernel's landlock version, 0 where there is none."""
    try:
        return max(0, _call("syscall", LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1))
    except (OSError, AttributeError):
        return 0


def confine(spec: dict[str, Any]) -> None:
    """Enter the sandbox of ``spec``: lists of paths ``write``, ``protect``, ``hide``, and ``network``.

    Raises:
        OSError: a part of it can't be had; the caller must not go on.
    """
    isolated = _unshare(network=not spec["network"], mounts=bool(spec["protect"]))
    protected = spec["protect"]
    if protected and isolated & CLONE_NEWNS and _mount_read_only(protected):
        protected = []
    _call("prctl", PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0)))
    _restrict_files(spec["write"], protected, spec["hide"])
    if not spec["network"] and not isolated & CLONE_NEWNET:
        _refuse_sockets()


def _unshare(*, network: bool, mounts: bool) -> int:
    """Enter namespaces of our own, as far as the system lets us; returns the flags that were granted."""
    wanted = (CLONE_NEWNET if network else 0) | (CLONE_NEWNS if mounts else 0)
    user, group = os.getuid(), os.getgid()
    for extra in (0, CLONE_NEWUSER) if user == 0 else (CLONE_NEWUSER,):
        try:
            if not wanted:
                return 0
            _call("unshare", wanted | extra)
        except OSError:
            continue
        if extra:
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{user} {user} 1")
            _write("/proc/self/gid_map", f"{group} {group} 1")
        if network:
            _raise_loopback()
        return wanted
    return 0


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:  # noqa: PTH123
        file.write(text)


def _raise_loopback() -> None:
    """Tests talk to 127.0.0.1: switch it on in the new network namespace, where the system lets us."""
    import contextlib
    import fcntl
    import socket

    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        flags = 0x1 | 0x40  # IFF_UP, IFF_RUNNING
        fcntl.ioctl(probe, 0x8914, struct.pack("16sH22x", b"lo", flags))  # SIOCSIFFLAGS


def _mount_read_only(paths: list[str]) -> bool:
    """Bind each path to itself, read-only. False where the system refuses."""
    try:
        _call("mount", None, b"/", None, ctypes.c_ulong(MS_REC | MS_PRIVATE), None)
        for path in paths:
            name = os.fsencode(path)
            kept = os.statvfs(path).f_flag & 0xF  # nosuid, nodev, noexec may be locked and must be repeated
            _call("mount", name, name, None, ctypes.c_ulong(MS_BIND | MS_REC), None)
            _call("mount", None, name, None, ctypes.c_ulong(MS_REMOUNT | MS_BIND | MS_RDONLY | kept), None)
    except OSError:
        return False
    return True


def _restrict_files(write: list[str], protect: list[str], hide: list[str]) -> None:
    version = landlock_version()
    changes = CHANGES | (REFER if version >= 2 else 0) | (TRUNCATE if version >= 3 else 0)
    handled = changes | (READ_FILE if hide else 0)
    scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS if version >= 6 else 0
    attributes = struct.pack("QQQ", handled, 0, scoped)[: 24 if version >= 6 else 8]
    rules = _call("syscall", LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    for path in write:
        for part in parts_without(path, protect):
            _allow(rules, part, changes)
    if hide:
        for part in parts_without("/", hide):
            _allow(rules, part, READ_FILE)
    _call("syscall", LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)


def parts_without(path: str, excluded: list[str]) -> list[str]:
    """The paths whose trees together are the tree of ``path`` without ``excluded``.

    Landlock can only grant, so a folder that holds an excluded path is replaced by its other entries; what is
    made in that folder later gets nothing. Links are never followed: a link's target is granted where it
    really lies.
    """
    if path in excluded:
        return []
    inside = [entry for entry in excluded if entry.startswith(path.rstrip("/") + "/")]
    if not inside:
        return [path]
    try:
        entries = list(os.scandir(path))
    except OSError:
        return []
    return [part for e in entries if not e.is_symlink() for part in parts_without(e.path, inside)]


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112
            rights &= ON_FILES
        rule = struct.pack("=Qi", rights, descriptor)
        _call("syscall", LANDLOCK_ADD_RULE, rules, 1, rule, 0)
    finally:
        os.close(descriptor)


def _refuse_sockets() -> None:
    """A seccomp filter that refuses every socket but local ones, where there is no network namespace."""
    machine = platform.machine()
    architecture, socket_number = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}[machine]
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06  # BPF: LD+W+ABS, JMP+JEQ+K, JMP+JGE+K, RET+K
    allow, refuse, kill = (
        0x7FFF0000,
        0x00050000 | 1,
        0x80000000,
    )  # SECCOMP_RET_ALLOW, _ERRNO EPERM, _KILL_PROCESS
    program = [
        (load, 0, 0, 4), (equal, 1, 0, architecture), (give, 0, 0, kill),
        (load, 0, 0, 0), (at_least, 0, 1, 0x40000000), (give, 0, 0, refuse),  # the x32 calls
        (equal, 0, 1, 425), (give, 0, 0, refuse),  # io_uring_setup opens sockets of its own
        (equal, 1, 0, socket_number), (give, 0, 0, allow),
        (load, 0, 0, 16), (equal, 0, 1, 1), (give, 0, 0, allow),  # AF_UNIX
        (give, 0, 0, refuse),
    ]  # fmt: skip
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code)))
    _call("prctl", PR_SET_SECCOMP, ctypes.c_ulong(2), header, ctypes.c_ulong(0), ctypes.c_ulong(0))
