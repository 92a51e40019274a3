# SPDX-License-Identifier: MIT
"""What happens to faults nobody caught: a line in a log without any article text, and a sentence.

The log names the kind of the fault and the places in our code it came through. Messages and values
are left out, since they may hold words of an article.
"""

import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

LOG = logging.getLogger("annotator")
APP_NAME = "conflict-annotator"
MAX_BYTES = 1_000_000
Show = Callable[[BaseException], None]

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_file() -> Path:
    """Return where the log is kept; ANNOTATOR_LOG_DIR overrides the folder."""
    import platformdirs

    folder = os.environ.get("ANNOTATOR_LOG_DIR")
    base = Path(folder) if folder else Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))
    return base / "window.log"


def start_log() -> None:
    """Begin to write the log; where that is not possible, go on without one."""
    from logging.handlers import RotatingFileHandler

    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=2, encoding="utf-8")
        path.chmod(0o600)
    except OSError:
        LOG.addHandler(logging.NullHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def stop_log() -> None:
    """Close the log."""
    for handler in tuple(LOG.handlers):
        LOG.removeHandler(handler)
        handler.close()


def catch_faults(show: Show) -> None:
    """Let faults that nobody caught be logged and shown, instead of ending the program."""

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        del trace
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, fault.__traceback__)
            return
        LOG.error("%s", described(fault))
        show(fault)

    sys.excepthook = hook
    qInstallMessageHandler(_log_qt)


def release_faults() -> None:
    """Undo ``catch_faults``."""
    sys.excepthook = sys.__excepthook__
    qInstallMessageHandler(None)


def described(fault: BaseException) -> str:
    """Return the kind of a fault and the places it came through, without any value."""
    places = [
        f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
    ]
    lines = [type(fault).__name__, *places]
    cause = fault.__cause__ or fault.__context__
    if cause is not None:
        lines += ["caused by", described(cause)]
    return "\n".join(lines)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    del context
    LOG.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", text)
