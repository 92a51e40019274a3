# SPDX-License-Identifier: MIT
"""The plots of a data card, as SVG that has the same bytes wherever and whenever it is drawn."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from annotator.errors import InputError

Series = Mapping[str, Sequence[float]]
_COLOURS = ("#2148c7", "#0a8077", "#cc3a12")
_STEADY: Any = {
    "svg.hashsalt": "annotator",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
}


def bars(title: str, groups: Sequence[str], series: Series, *, axis: str) -> bytes:
    """Return a plot of bars side by side: one for each series in each group."""
    figure_of = _figure()
    with _steady():
        figure = figure_of(figsize=(8, 0.6 + 0.5 * max(3, len(groups))), layout="constrained")
        axes = figure.add_subplot()
        height = 0.8 / max(1, len(series))
        for number, (name, values) in enumerate(series.items()):
            places = [place + number * height for place in range(len(groups))]
            colour = _COLOURS[number % len(_COLOURS)]
            axes.barh(places, values, height=height, color=colour, label=name)
        middle = 0.4 - height / 2
        axes.set_yticks([place + middle for place in range(len(groups))], _plain(groups))
        axes.invert_yaxis()
        axes.set_xlabel(axis)
        axes.set_title(title, loc="left")
        axes.spines[["top", "right"]].set_visible(False)
        if len(series) > 1:
            axes.legend(frameon=False)
        return _svg(figure)


def columns(title: str, values: Mapping[int, int], *, axis: str) -> bytes:
    """Return a plot of how often each whole number occurs."""
    figure_of = _figure()
    with _steady():
        figure = figure_of(figsize=(8, 3), layout="constrained")
        axes = figure.add_subplot()
        numbers = sorted(values)
        axes.bar(numbers, [values[number] for number in numbers], color=_COLOURS[0])
        axes.set_xlabel(axis)
        axes.set_ylabel("spans")
        axes.set_title(title, loc="left")
        axes.spines[["top", "right"]].set_visible(False)
        return _svg(figure)


def _plain(names: Sequence[str]) -> list[str]:
    """Return names without what matplotlib would take for mathematics."""
    return [name.replace("$", r"\$") for name in names]


def _figure() -> Any:  # noqa: ANN401 - a class of an untyped library
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        raise InputError(
            "the plots of a data card need matplotlib, which is not installed; "
            "install it with: pip install 'conflict-annotator[release]'"
        ) from None
    return Figure


@contextmanager
def _steady() -> Iterator[None]:
    """Draw as nobody's own matplotlibrc would have it."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STEADY)
        yield


def _svg(figure: Any) -> bytes:  # noqa: ANN401 - an untyped library
    written = BytesIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()
