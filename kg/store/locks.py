"""Locks on files and folders: the one module that asks which system it runs on.

On POSIX systems they are flocks, which end with the process that holds them, in whatever way it ends. Windows has no
lock on a folder and needs none: there what a process has open cannot be moved away.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from kg.errors import StoreError

__all__ = ["FolderHold", "WriteLock", "take_away"]

if sys.platform == "win32":
    import msvcrt

    #: A byte that nothing is written to: Windows keeps others from reading what is locked.
    _FAR = 1 << 30

    def _lock(file: int, *, shared: bool = False) -> bool:
        del shared  # there is one kind
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

    def _open_folder(path: Path) -> int | None:
        path.stat()
        return None

else:
    import fcntl

    def _lock(file: int, *, shared: bool = False) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _open_folder(path: Path) -> int | None:
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY)


class WriteLock:
    """The right to write a store's folder, until released or dropped, or until the process ends, in whatever way."""

    def __init__(self, path: Path) -> None:
        # Opened for reading and writing without truncation: the holder's name must outlive a failed attempt.
        self._file = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        if not _lock(self._file):
            holder = os.read(self._file, 1000).decode(errors="replace").strip() or "another process"
            self.release()
            raise StoreError(f"store {str(path)!r} is being written by {holder}; wait until it is done, or stop it")
        os.ftruncate(self._file, 0)
        os.write(self._file, f"process {os.getpid()} on {platform.node() or 'this machine'}\n".encode())

    def release(self) -> None:
        """Give the right back."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __del__(self) -> None:
        if getattr(self, "_file", -1) >= 0:
            self.release()


class FolderHold:
    """Holds a folder where it is, together with others that hold it, until released or until the process ends.

    Raises OSError where there is no such folder, and BlockingIOError where it is being taken away.
    """

    def __init__(self, path: Path) -> None:
        self._file = _open_folder(path)
        if self._file is None:
            return
        try:
            held = _lock(self._file, shared=True)
        except OSError:
            held = True  # a file system without locks: nothing can be held, and nothing is taken away (see below)
        else:
            held = held and _is_same(self._file, path)
        if not held:
            self.release()
            raise BlockingIOError(f"{path} is being taken away")

    def release(self) -> None:
        """Let the folder go; a second call does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __del__(self) -> None:
        if getattr(self, "_file", None) is not None:
            self.release()


def take_away(path: Path, to: Path) -> bool:
    """Move a folder that nobody holds; tell whether it was moved."""
    file = _open_folder(path)
    try:
        if file is not None and not _lock(file):
            return False
        path.rename(to)
    except OSError:
        return False
    finally:
        if file is not None:
            os.close(file)
    return True


def _is_same(file: int, path: Path) -> bool:
    try:
        return os.fstat(file).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False
