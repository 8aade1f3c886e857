from eval.metrics.latency import latency


def test_percentiles_by_hand():
    """Of 0, 10, …, 100 ms the half is 50, and 95 % lies halfway between 90 and 100."""
    found = latency([float(time) for time in range(0, 101, 10)])
    assert (found.n, found.p50, found.p95, found.unscored) == (11, 50.0, 95.0, 0)


def test_rows_that_failed_are_counted_apart():
    """A row without a time is not a fast one."""
    found = latency([10.0, None, 30.0])
    assert (found.n, found.p50, found.unscored) == (2, 20.0, 1)


def test_without_times_there_are_no_percentiles():
    """Nothing measured is not zero milliseconds."""
    assert latency([None]).p50 is None
    assert latency([]).p95 is None
