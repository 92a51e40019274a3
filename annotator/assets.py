# SPDX-License-Identifier: MIT
"""Where the files that come with the program are: in a checkout or in an installed wheel."""

from pathlib import Path

from annotator.errors import NotFoundError

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file or folder below ``resources``; NotFoundError if it is absent."""
    return _found("resource", _resources().joinpath(*parts))


def corpora_dir() -> Path:
    """Return the folder of the sample articles; NotFoundError if it is absent."""
    beside = _PACKAGE.parent / "corpora"
    if _is_checkout():
        return _found("folder", beside)
    return resource("corpora")


def _resources() -> Path:
    return _PACKAGE.parent / "resources" if _is_checkout() else _PACKAGE / "_resources"


def _is_checkout() -> bool:
    # a wheel carries its files inside the package; beside it lies only what others installed
    return not (_PACKAGE / "_resources").is_dir()


def _found(kind: str, path: Path) -> Path:
    if not path.exists():
        raise NotFoundError(kind, str(path))
    return path
