# SPDX-License-Identifier: MIT
"""`annotator`: a command's name runs the command, anything else opens the window."""

import ctypes
import os
import socket
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

COMMANDS = frozenset(
    (
        *("new", "import", "export", "check", "doctor", "documents", "formats", "sample"),
        *("release", "diff-release", "scores", "source", "schema", "agreement"),
        *("assign", "review", "report", "soft-labels", "consistency"),
    )
)
REFUSED = 2
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WAYLAND_LIBRARIES = {
    **QT_LIBRARIES,
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
X11_LIBRARIES = {
    **QT_LIBRARIES,
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def main() -> int:
    """Run with the arguments of the process and return the exit code."""
    arguments = sys.argv[1:]
    bad_pair = bad_pair_reason(sys.version_info[:2], _installed("PySide6-Essentials"))
    if bad_pair:
        return _refuse(bad_pair)
    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
        from annotator.cli.main import Screen, run

        return run(arguments, Screen(lambda: no_screen_reason(os.environ), _open_window))
    if len(arguments) > 1:
        return _refuse("the window opens one project at a time; see annotator --help")
    reason = no_screen_reason(os.environ)
    if reason:
        return _refuse(f"no window can be opened: {reason}; see annotator --help for the commands")
    return _open_window(arguments[0] if arguments else None)


def bad_pair_reason(python: tuple[int, int], pyside: str) -> str:
    """Return why this Python and this PySide6 do not go together; empty if they do.

    PySide6 6.12.0 drops a reference to None at each call that returns nothing, which aborts
    Python below 3.12 after some thousand calls. Recheck with each new PySide6.
    """
    numbers = tuple(int(part) for part in pyside.split(".")[:2] if part.isdigit())
    if python < (3, 12) and numbers >= (6, 12):
        return (
            f"PySide6 {pyside} aborts Python {python[0]}.{python[1]}: "
            'install "PySide6-Essentials<6.12", or use Python 3.12 or newer'
        )
    return ""


def no_screen_reason(environment: Mapping[str, str]) -> str:
    """Return why no window can be opened; empty if one can.

    Qt itself would abort the process, and blame a library even where only the screen is missing.
    """
    if environment.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        return _missing_libraries(WAYLAND_LIBRARIES)
    display = environment.get("DISPLAY", "")
    if not display:
        return "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    if not _answers(display):
        return f"the screen that DISPLAY names ({display}) does not answer"
    return _missing_libraries(X11_LIBRARIES)


def _answers(display: str) -> bool:
    host, _, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not number.isdigit() or host not in ("", "unix"):
        return True  # a remote screen, or a form we do not know: Qt may try
    return any(_connects(name) for name in (f"\0/tmp/.X11-unix/X{number}", _socket_path(number)))


def _socket_path(number: str) -> str:
    return str(Path("/tmp/.X11-unix") / f"X{number}")  # noqa: S108 - where X servers listen


def _connects(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(address)
        except OSError:
            return False
    return True


def _missing_libraries(packages: Mapping[str, str]) -> str:
    missing = [package for name, package in packages.items() if not _loads(name)]
    if not missing:
        return ""
    return f"system libraries are missing; install {' '.join(missing)}"


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _installed(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _open_window(location: str | None) -> int:
    from annotator.gui.app import run_window

    return run_window(location)


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
