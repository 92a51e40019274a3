# SPDX-License-Identifier: MIT
"""Takes the pictures of the window that the README shows, on the sample project.

    .venv/bin/python packaging/screenshots.py [DIR]

Each picture comes from a process of its own, since the scale is fixed when Qt starts.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: which theme, scale, document, which of its spans has the focus, and a dialog.

    With ``complete`` all documents are, and that span is an example of the guideline.
    ``review`` are keys to press in the review of three annotators, or "assign" for who has what.
    """

    theme: str
    scale: str
    document: str
    span: int
    size: tuple[int, int] = (1280, 800)
    dialog: str = ""
    complete: bool = False
    review: str = ""


PICTURES = {
    "window-light": Picture("light", "1", "drenak-truce", 6),
    "window-dark": Picture("dark", "1", "karsova-background", 3),
    "window-200": Picture("light", "2", "drenak-truce", 6, (640, 400)),
    "window-arabic": Picture("light", "1", "tal-al-rumman", 2),
    "window-emoji": Picture("light", "1", "velin-posts", 4),
    "guideline-light": Picture("light", "1", "drenak-truce", 6, complete=True),
    "guideline-dark": Picture("dark", "1", "karsova-background", 3, complete=True),
    "import-light": Picture("light", "1", "drenak-truce", 6, dialog="import"),
    "import-dark": Picture("dark", "1", "drenak-truce", 6, dialog="import"),
    "export-light": Picture("light", "1", "lake-orro-market", 6, dialog="export"),
    "export-dark": Picture("dark", "1", "lake-orro-market", 6, dialog="export"),
    "review-light": Picture("light", "1", "", 0, review="1"),
    "review-dark": Picture("dark", "1", "", 0, review="1"),
    "review-versions": Picture("light", "1", "", 0, review="1L"),
    "review-beside": Picture("dark", "1", "", 0, review="1V"),
    "assignments-light": Picture("light", "1", "", 0, review="assign"),
    "release-light": Picture("light", "1", "lake-orro-market", 6, dialog="release"),
    "schema-light": Picture("light", "1", "drenak-truce", 6, dialog="schema"),
    "schema-dark": Picture("dark", "1", "tal-al-rumman", 2, dialog="schema"),
    "schema-review-light": Picture("light", "1", "drenak-truce", 6, dialog="schema review"),
    "schema-review-dark": Picture("dark", "1", "drenak-truce", 6, dialog="schema review"),
    "consistency-light": Picture("light", "1", "lake-orro-market", 6, dialog="consistency"),
    "consistency-dark": Picture("dark", "1", "lake-orro-market", 6, dialog="consistency"),
    "agreement-light": Picture("light", "1", "lake-orro-market", 6, dialog="agreement grid"),
    "agreement-dark": Picture("dark", "1", "lake-orro-market", 6, dialog="agreement confusion"),
    "agreement-time-light": Picture("light", "1", "lake-orro-market", 6, dialog="agreement time"),
    "agreement-time-dark": Picture("dark", "1", "lake-orro-market", 6, dialog="agreement time"),
    "agreement-places-light": Picture(
        "light", "1", "lake-orro-market", 6, dialog="agreement places"
    ),
}


def main() -> None:
    """Take all pictures, or the one that the environment names."""
    name = os.environ.get("ANNOTATOR_PICTURE")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    if name:
        picture = PICTURES[name]
        (take_review if picture.review else take)(picture, folder / f"{name}.png")
        return
    for name, picture in PICTURES.items():
        with tempfile.TemporaryDirectory() as home:
            environment = {
                **os.environ,
                "ANNOTATOR_CONFIG_DIR": home,
                "ANNOTATOR_PICTURE": name,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": picture.scale,
            }
            command = [sys.executable, __file__, str(folder)]
            subprocess.run(command, env=environment, check=True)
        print(folder / f"{name}.png")


def take_review(picture: Picture, target: Path) -> None:
    """Open three annotators' layers, press keys in the review of them, and keep what is seen."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from annotator.gui.app import Running
    from annotator.settings import Settings, save_settings
    from annotator.workspace.workspace import Workspace

    home = Path(os.environ["ANNOTATOR_CONFIG_DIR"])
    save_settings(Settings(annotator="ada", theme=picture.theme))  # type: ignore[arg-type]
    workspace = Workspace.create(str(home / "three.corpus"), annotator="ada")
    workspace.import_paths([ROOT / "corpora" / "three-annotators.jsonl"])
    workspace.close()
    app = QApplication([])
    running = Running(app, str(home / "three.corpus"))
    running.window.resize(*picture.size)
    running.show()
    wait(app, lambda: running.window.projects.project is not None)
    project = running.window.projects.project
    if picture.review == "assign":
        project.assigning.show()
        wait_a_moment(app, 0.5)
        dialog = app.activeWindow()
        dialog.people.setText("ana, ben, chloe")
        dialog.each.setValue(2)
        dialog.share.click()
    else:
        project.reviewing.start()
        for key in picture.review:
            QTest.keyClick(project.reviewing.screen.page.canvas, getattr(Qt.Key, f"Key_{key}"))
    wait_a_moment(app, 1.5)
    shown(running.window).save(str(target))
    running.window.close()
    running.end()


def take(picture: Picture, target: Path) -> None:
    """Open the sample in the window, go to the place, and keep what is seen."""
    from PySide6.QtWidgets import QApplication

    from annotator.gui.app import Running
    from annotator.model.annotations import in_text_order
    from annotator.settings import Settings, save_settings
    from annotator.workspace.sample import open_or_create_sample

    home = Path(os.environ["ANNOTATOR_CONFIG_DIR"])
    save_settings(Settings(annotator="ada", theme=picture.theme))  # type: ignore[arg-type]
    open_or_create_sample(home, annotator="ada").close()
    app = QApplication([])
    running = Running(app, str(home / "sample.corpus"))
    running.window.resize(*picture.size)
    running.show()
    wait(app, lambda: running.window.projects.project is not None)
    project = running.window.projects.project
    project.opened.open(picture.document)
    wait(app, lambda: project.workspace.tokenizer_ready(project.workspace.language))
    spans = in_text_order(project.workspace.layer(picture.document).spans())
    if picture.complete:
        complete_all(project.workspace, picture.document, spans[picture.span].id)
    running.window.workbench().canvas.focus_span(spans[picture.span].id)
    if picture.dialog:
        open_dialog(app, project, picture.dialog, home)
    wait_a_moment(app, 1.5)
    shown(running.window).save(str(target))
    running.window.close()
    running.end()


FOREIGN = """\
{"text": "The Halden militia shelled Velin.", "label": [[4, 18, "ORG"], [27, 32, "LOC"]]}
{"text": "Two soldiers died at Stane.", "label": [[0, 12, "CASUALTY"], [21, 26, "LOC"]]}
"""
"""Two sentences with labels that the schema does not know, as doccano has them."""


def complete_all(workspace: "Workspace", document: str, span: str) -> None:  # noqa: F821 - imported late
    """Say of all documents that they are complete, and accept a span for the guideline."""
    from annotator.edits.edit import SetComplete

    for each in workspace.documents():
        workspace.apply(each.id, SetComplete(complete=True))
    workspace.guiding.accept(*workspace.guiding.example_of(document, span))
    workspace.flush(10)


DISPATCHES = (
    *(("Halden front", "Shelling near [Halden|LOCATION], [Drenak Brigade|ACTOR] dug in."),) * 14,
    ("The mayor speaks", "In a statement on Monday, [Halden|ACTOR] said no truce was offered."),
    ("Roads stay closed", "Men of [the Drenak Brigade|ACTOR] were seen on the road to Halden late "
     "in the evening, residents said, and again at the bridge of Halden before dawn."),
    *(("قصف قرب حلب", "قال [الجيش السوري|ACTOR] إن القصف على [حلب|LOCATION] استمر."),) * 5,
    ("قرب حلب", "أعلن مكتب [حلب|ACTOR] اليوم أن الطريق مغلق، وقال الجيش السوري إن الهدنة لم تبدأ."),
)  # fmt: skip
"""Titles and marked texts: one label, one boundary and some blanks are not like the others."""
_MARK = re.compile(r"\[([^|]*)\|(\w+)\]")


def bring_dispatches(project: "Session", home: Path) -> None:  # noqa: F821 - imported late
    """Import the dispatches with their marks."""
    lines = []
    for number, (title, source) in enumerate(DISPATCHES):
        text, spans, place = "", [], 0
        for mark in _MARK.finditer(source):
            text += source[place : mark.start()]
            spans.append({"id": f"m{len(spans)}", "start": len(text), "label": mark[2]})
            text += mark[1]
            spans[-1]["end"] = len(text)
            place = mark.end()
        text += source[place:]
        line = {"id": f"dispatch-{number}", "text": text, "annotator": "ada", "spans": spans}
        lines.append(json.dumps({**line, "meta": {"title": title}}))
    file = home / "dispatches.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    project.workspace.import_paths([file])


ROUNDS = 7


def bring_rounds(project: "Session", home: Path) -> None:  # noqa: F821 - imported late
    """Import what three annotators made of the same articles, month by month with more care."""
    from annotator.assets import corpora_dir
    from annotator.store import bulk

    source = (corpora_dir() / "three-annotators.jsonl").read_text(encoding="utf-8")
    articles = [json.loads(line) for line in source.splitlines()]
    real = bulk.datetime
    chance = random.Random(7)
    for month in range(1, ROUNDS + 1):
        lines = []
        for article in articles:
            careless = 0 if article["annotator"] == "ana" else 0.34 - 0.04 * month
            spans = [span for span in article["spans"] if chance.random() > careless]
            keys = ("text", "annotator", "complete")
            line = {"id": f"{article['id']}-{month}", **{key: article[key] for key in keys}}
            lines.append(json.dumps({**line, "spans": [_plain_span(span) for span in spans]}))
        file = home / f"round-{month}.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        moment = datetime(2026, month, 20, tzinfo=UTC)
        bulk.datetime = type("Clock", (), {"now": staticmethod(lambda zone, at=moment: at)})
        project.workspace.import_paths([file])
    bulk.datetime = real


def _plain_span(span: dict[str, object]) -> dict[str, object]:
    return {key: span[key] for key in ("id", "start", "end", "label")}


def show_agreement(app: "QApplication", project: "Session", what: str) -> None:  # noqa: F821 - imported late
    """Show a table of the report of agreement, or the places behind a number of it."""
    project.agreement.show()
    wait(app, lambda: project.agreement.page is not None)
    page = project.agreement.page
    wait(app, lambda: page.coming.isHidden() and len(page.tables) > 11)
    table = "confusion" if what == "places" else what
    page.list.setCurrentRow([each.id for each in page.tables].index(table))
    page.table.setFocus()
    if what in ("places", "confusion"):
        page.table.setCurrentCell(2, 1)
    if what == "places":
        page.table.cellActivated.emit(2, 1)
        wait(app, page.up.isVisible)
    wait_a_moment(app, 0.5)


def open_dialog(app: "QApplication", project: "Session", name: str, home: Path) -> None:  # noqa: F821 - imported late
    """Ask for an import, an export or a release, and let the dialog look at what it would do.

    Or look at the consistency of the sample articles and some dispatches.
    """
    if name.startswith("agreement"):
        bring_rounds(project, home)
        show_agreement(app, project, name.partition(" ")[2])
        return
    if name.startswith("schema"):
        show_schema(app, project, is_reviewed=name == "schema review")
        return
    if name == "consistency":
        bring_dispatches(project, home)
        project.consistency.show()
        wait_a_moment(app, 2.0)
        project.consistency.page.list.setCurrentRow(2)
        return
    if name == "import":
        (home / "halden.jsonl").write_text(FOREIGN, encoding="utf-8")
        project.import_documents([home / "halden.jsonl"])
    elif name == "export":
        project.export()
    else:
        project.release()
    wait_a_moment(app, 1.0)
    dialog = app.activeWindow()
    if name == "export":
        choice = dialog.format
        choice.setCurrentIndex(choice.findData("conll"))
        dialog.target.setText("/var/tmp/articles.conll")
    elif name == "release":
        dialog.target.setText("/var/tmp/drenak-1")
    wait_a_moment(app, 3.0)


def show_schema(app: "QApplication", project: "Session", *, is_reviewed: bool) -> None:  # noqa: F821 - imported late
    """Change a name, a colour and the values of an attribute; look at that, or at what it does."""
    from annotator.gui.schema_pages.drafting import Place

    project.edit_schema()
    wait_a_moment(app, 0.5)
    editor = project.schema_changing.editor
    put(editor.page, "name", "AGENT")
    editor.go_to(Place("attribute", "place_type", "LOCATION"))
    values = editor.page.entries["values"].field
    kept = [(old, new) for old, new in values.value() if old != "facility"]
    put(editor.page, "values", tuple((o, "town" if o == "settlement" else n) for o, n in kept))
    editor.go_to(Place("label", "LOCATION"))
    put(editor.page, "color", "#6fae35")
    editor.renew()
    if is_reviewed:
        editor.accept()
        wait_a_moment(app, 3.0)


def put(page: "Page", key: str, value: object) -> None:  # noqa: F821 - imported late
    """Put a value into a field of the schema editor, as if it had been typed."""
    page.entries[key].field.put(value)
    page.settle(key)


def shown(window: "QWidget") -> "QPixmap":  # noqa: F821 - imported late
    """Return the window as it is seen, with its dialogs over it."""
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QDialog

    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 70))
            place = window.rect().center() - dialog.rect().center()
            painter.drawPixmap(place, dialog.grab())
    painter.end()
    return picture


def wait(app: "QApplication", is_done: Callable[[], bool]) -> None:  # noqa: F821 - imported late
    """Let the window live until something is so, for at most a minute."""
    until = time.monotonic() + 60
    while not is_done():
        app.processEvents()
        time.sleep(0.01)
        if time.monotonic() > until:
            raise TimeoutError("the window did not get there")


def wait_a_moment(app: "QApplication", seconds: float) -> None:  # noqa: F821 - imported late
    """Let the window live for a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main()
