"""Do tasks in this process, in several, or on a cluster; the order of the results is free."""

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from typing import Any

from wildlife_analysis.pipeline.work import Job, Task, do
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.parent import end_with_parent

__all__ = ["done"]

AHEAD = 2  # tasks handed out a worker: the next one is there when one ends


def done(
    tasks: Iterable[Task], job: Job, *, workers: int = 1, cluster: str | None = None
) -> Iterator[tuple[Task, list[str]]]:
    """Do tasks as they come.

    Parameters
    ----------
    tasks
        What to do.
    job
        What holds for all of them.
    workers
        Processes on this machine.
    cluster
        Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``; its workers must see the
        raw files and the output under the same paths, with the same version installed.

    Yields
    ------
    task, names
        And the names of the records written.

    Raises
    ------
    SurveyError
        When a task fails, a worker is lost or the cluster cannot be reached.
    """
    if cluster is not None:
        yield from _on_cluster(tasks, job, cluster)
    elif workers == 1:
        for task in tasks:
            yield task, do(task, job)
    else:
        yield from _in_pool(tasks, job, workers)


def _in_pool(tasks: Iterable[Task], job: Job, workers: int) -> Iterator[tuple[Task, list[str]]]:
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_parent)
    try:
        yield from _as_done(
            tasks, lambda task: pool.submit(do, task, job), AHEAD * workers, wait
        )
    except BrokenProcessPool as error:
        raise SurveyError(
            "a worker process was ended from outside, most often for want of memory; use "
            "fewer --workers or fewer --partition-rows, and run again: what is done is kept"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _as_done(
    tasks: Iterable[Task], submit: Any, ahead: int, wait: Any
) -> Iterator[tuple[Task, list[str]]]:
    """Hand out a few tasks ahead, and the next ones as results come in."""
    waiting = iter(tasks)
    running: dict[Any, Task] = {}
    while True:
        for task in waiting:
            running[submit(task)] = task
            if len(running) >= ahead:
                break
        if not running:
            return
        ended, _ = wait(set(running), return_when=FIRST_COMPLETED)
        for future in ended:
            yield running.pop(future), future.result()


def _on_cluster(
    tasks: Iterable[Task], job: Job, address: str
) -> Iterator[tuple[Task, list[str]]]:
    try:
        import distributed
    except ImportError as error:
        raise SurveyError(
            "--cluster needs the extra 'cluster': install wildlife-analysis[cluster]"
        ) from error
    try:
        client = distributed.Client(address, timeout="30s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise SurveyError(f"{address}: no Dask scheduler answers there ({error})") from error
    with client, client.as_current():
        threads = sum(client.nthreads().values())
        if not threads:
            raise SurveyError(f"{address}: the scheduler has no workers; start some")
        shared = client.scatter(job, broadcast=True)
        try:
            yield from _as_done(
                tasks,
                lambda task: client.submit(do, task, shared, pure=False),
                AHEAD * threads,
                _cluster_wait,
            )
        except distributed.scheduler.KilledWorker as error:
            raise SurveyError(
                f"{address}: workers were lost over and over, most often for want of memory; "
                "run again: what is done is kept"
            ) from error


def _cluster_wait(futures: set[Any], return_when: str) -> tuple[set[Any], set[Any]]:
    import distributed

    found = distributed.wait(list(futures), return_when=return_when)
    return found.done, found.not_done
