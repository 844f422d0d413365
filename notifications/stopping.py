"""Whether this worker was asked to end.

Its children are told through a byte of memory they share with it: no lock is involved that a killed one could keep.
"""

from mmap import mmap

_byte = mmap(-1, 1)


def begin():
    """Forget what was asked of the one before: a worker that is forked anew has its memory."""
    _byte[0] = 0


def ask_to_stop():
    _byte[0] = 1


def is_asked_to_stop():
    return bool(_byte[0])
