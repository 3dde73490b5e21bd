"""Workers that end with the process that started them, however that one ended."""

import multiprocessing
import os
import threading

__all__ = ["end_with_parent"]


def end_with_parent() -> None:
    """End this process, a worker of a pool, when the one that started it has ended.

    A worker waits for tasks on a pipe whose other end it holds itself: it would never learn
    that nobody is left to send one.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
