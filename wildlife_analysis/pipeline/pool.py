"""Do work in this process, in several, or on a cluster."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from typing import Any, TypeVar

from wildlife_analysis.pipeline.work import Job, Task, do
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.reference.parent import end_with_parent

__all__ = ["done", "mapped"]

Item = TypeVar("Item")
Result = TypeVar("Result")
AHEAD = 2  # tasks handed out a worker: the next one is there when one ends


def done(
    tasks: Iterable[Task], job: Job, *, workers: int = 1, cluster: str | None = None
) -> Iterator[tuple[Task, list[str]]]:
    """Do tasks as they come; the order of the results is free.

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
    yield from _results(do, tasks, job, workers, cluster, AHEAD)


def mapped(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int = 1,
    cluster: str | None = None,
) -> Iterator[Result]:
    """Call a function for each item, as `map` does, in other processes.

    Parameters
    ----------
    function
        Of a module, so that other processes find it.
    items
        Few and large ones: no more than one a worker, and one more, is held.
    workers, cluster
        As for `done`.

    Yields
    ------
    object
        The results, in the order of the items.
    """
    early: dict[int, Result] = {}
    following = 0
    for (number, _), result in _results(_call, enumerate(items), function, workers, cluster, 1):
        early[number] = result
        while following in early:
            yield early.pop(following)
            following += 1


def _call(numbered: tuple[int, Item], function: Callable[[Item], Result]) -> Result:
    return function(numbered[1])


def _results(
    function: Callable[[Any, Any], Any],
    items: Iterable[Any],
    shared: Any,
    workers: int,
    cluster: str | None,
    ahead: int,
) -> Iterator[tuple[Any, Any]]:
    """Yield each item, and what the function makes of it and of what is shared."""
    if cluster is not None:
        yield from _on_cluster(function, items, shared, cluster, ahead)
    elif workers == 1:
        for item in items:
            yield item, function(item, shared)
    else:
        yield from _in_pool(function, items, shared, workers, ahead)


def _in_pool(
    function: Callable[[Any, Any], Any],
    items: Iterable[Any],
    shared: Any,
    workers: int,
    ahead: int,
) -> Iterator[tuple[Any, Any]]:
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_parent)
    try:
        yield from _as_done(
            items, lambda item: pool.submit(function, item, shared), ahead * workers, wait
        )
    except BrokenProcessPool as error:
        raise SurveyError(
            "a worker process was ended from outside, most often for want of memory; use "
            "fewer --workers or fewer --partition-rows, and run again: what is done is kept"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _as_done(
    items: Iterable[Any], submit: Any, ahead: int, wait: Any
) -> Iterator[tuple[Any, Any]]:
    """Hand out a few items ahead, and the next ones as results come in."""
    waiting = iter(items)
    running: dict[Any, Any] = {}
    while True:
        for item in waiting:
            running[submit(item)] = item
            if len(running) >= ahead:
                break
        if not running:
            return
        ended, _ = wait(set(running), return_when=FIRST_COMPLETED)
        for future in ended:
            yield running.pop(future), future.result()


def _on_cluster(
    function: Callable[[Any, Any], Any],
    items: Iterable[Any],
    shared: Any,
    address: str,
    ahead: int,
) -> Iterator[tuple[Any, Any]]:
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
        sent = client.scatter(shared, broadcast=True)
        try:
            yield from _as_done(
                items,
                lambda item: client.submit(function, item, sent, pure=False),
                ahead * threads,
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
