"""Errors of the bench. Each message names the file, the line and the field, and what to do.

EvalError
├── DatasetError      a dataset, a gold clause or a half that does not fit
├── RunError          a run that is truncated, of another index or of another dataset
└── MeasureError      a measure, a peer or a judge that cannot be had as asked for
"""


class EvalError(Exception):
    """Whatever the bench refuses; shown as one line."""


class DatasetError(EvalError):
    """A dataset that cannot be used as it is."""


class RunError(EvalError):
    """A run that cannot be read, gone on with or scored."""


class MeasureError(EvalError):
    """A measure that cannot be computed as asked for."""
