# SPDX-License-Identifier: MIT
"""What the kinds of change are called in menus, in the history and in the status bar."""

KIND_TITLES = {
    "span.add": "add span",
    "span.relabel": "change label",
    "span.move": "move boundary",
    "span.adjust": "adjust boundary",
    "span.remove": "remove span",
    "span.attributes": "set attributes",
    "relation.add": "add relation",
    "relation.remove": "remove relation",
    "relation.attributes": "set attributes of relation",
    "event.put": "set event",
    "event.remove": "remove event",
    "event.attributes": "set attributes of event",
    "entity.put": "set entity",
    "entity.remove": "remove entity",
    "entity.attributes": "set attributes of entity",
    "label.put": "label document",
    "label.remove": "remove document label",
    "note.put": "write note",
    "note.remove": "remove note",
    "layer.complete": "mark complete",
    "layer.reopen": "mark not complete",
    "layer.jump": "jump back",
    "document.rename": "rename document",
    "document.tag": "tag document",
    "document.remove": "remove document",
    "document.restore": "restore document",
    "document.edit": "edit document",
    "document.add": "import",
    "layer.import": "import annotations",
    "schema.revise": "change schema",
    "assignment.add": "assign",
    "assignment.remove": "withdraw assignment",
    "consistency.mark": "mark repeats",
    "consistency.relabel": "change labels",
    "consistency.move": "move boundaries",
    "review.decide": "decide",
    "review.revise": "decide anew",
    "review.remark": "remark on decision",
    "review.withdraw": "withdraw decision",
    "doctor.repair": "repair",
}


def kind_title(kind: str) -> str:
    """Return what a kind of change is called; an unknown kind is shown as it is, dots as blanks."""
    return KIND_TITLES.get(kind) or kind.replace(".", " ")
