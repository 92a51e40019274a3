# SPDX-License-Identifier: MIT
"""The data card of a release: what is in it, where it comes from, what it is not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator import __version__
from annotator.formats.ledger import Ledger
from annotator.release.agreement import Agreed
from annotator.release.configs import CONFIG, Pipelines
from annotator.release.gathering import Taken
from annotator.release.made import Release
from annotator.release.near_duplicates import SHINGLE, SIMILAR
from annotator.release.plan import AGREED, SPLITS, TEST
from annotator.release.plots import bars, columns
from annotator.text.characters import escaped

CARD = "README.md"
PLOTS = "plots"
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Card:
    """A release and the pipelines that it trains."""

    made: Release
    pipelines: Pipelines


def written_card(card: Card, folder: Path) -> None:
    """Write ``README.md`` and its plots into a release."""
    plots = folder / PLOTS
    plots.mkdir()
    labels = labels_of(card.made)
    counts = {split: _label_counts(card.made.taken(split)) for split in SPLITS}
    series = {split: [counts[split][label] for label in labels] for split in SPLITS}
    picture = bars("Spans by label and split", labels, series, axis="spans")
    (plots / "labels.svg").write_bytes(picture)
    lengths = _lengths(card.made.report.ledgers)
    picture = columns("Length of spans", lengths, axis="tokens")
    (plots / "lengths.svg").write_bytes(picture)
    text = "\n".join(_card(card, labels, counts)) + "\n"
    (folder / CARD).write_text(text, encoding="utf-8", newline="\n")


def labels_of(made: Release) -> list[str]:
    """Return the labels of the schema, then any others that spans have."""
    used = {label for each in made.found.taken for label in each.labels}
    return [*made.schema.labels, *sorted(used - set(made.schema.labels))]


def _label_counts(taken: Sequence[Taken]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in taken:
        found.update(each.labels)
    return found


def _lengths(ledgers: Mapping[str, Ledger]) -> Counter[int]:
    found: Counter[int] = Counter()
    for ledger in ledgers.values():
        found.update(ledger.token_lengths)
    return found


def _card(card: Card, labels: Sequence[str], counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    made = card.made
    yield f"# {cell(made.plan.title or made.project.name)}"
    yield ""
    yield from _facts(made)
    yield from _splits(made)
    yield from _labels(made, labels, counts)
    yield from _spans(card)
    yield from _agreement(made)
    yield from _provenance(made)
    yield from _losses(made)
    yield from _training(card)


def _facts(made: Release) -> Iterator[str]:
    rows = [
        ("Licence", made.plan.licence or "not stated: ask before you use or share it"),
        ("Date", made.plan.date or "not stated"),
        ("Schema", f"{made.schema.name}, revision {made.project.schema_revision}"),
        ("Project", made.project.id),
        ("Layers", made.layers),
        ("Language", made.project.language),
        ("Seed of the splits", str(made.plan.seed)),
        ("Made with", f"conflict-annotator {__version__}"),
    ]
    yield "| | |"
    yield "|---|---|"
    yield from (f"| {name} | {cell(value)} |" for name, value in rows)
    yield ""
    yield "Offsets count Unicode code points from 0; the end is exclusive."
    yield ""


def _splits(made: Release) -> Iterator[str]:
    yield "## Splits"
    yield ""
    yield "| split | documents | complete | characters | spans |"
    yield "|---|---:|---:|---:|---:|"
    for split in SPLITS:
        taken = made.taken(split)
        complete = sum(each.complete for each in taken)
        characters = sum(each.characters for each in taken)
        spans = sum(each.spans for each in taken)
        yield f"| {split} | {len(taken):,} | {complete:,} | {characters:,} | {spans:,} |"
    yield ""
    yield (
        "Labels have like shares in all splits (iterative stratification by document). Texts that "
        f"are nearly the same (Jaccard index of {SHINGLE}-word shingles of {SIMILAR} or more) are "
        "in one split."
    )
    yield ""
    clusters = made.report.near_duplicates
    if clusters:
        yield f"Clusters of near-duplicates: {len(clusters):,}."
        yield ""
        for cluster in clusters[:_LISTED]:
            yield f"- {', '.join(code(id) for id in cluster)}"
        if len(clusters) > _LISTED:
            yield f"- and {len(clusters) - _LISTED:,} more; `manifest.json` has them all"
        yield ""
    partial = [each for each in made.found.taken if not each.complete]
    if partial:
        spans = sum(each.spans for each in partial)
        yield (
            f"{len(partial):,} documents with {spans:,} spans are annotated in part: what nobody "
            "annotated in them is missing for ner, not negative. A span categorizer knows no "
            "missing values, so spancat is trained and scored without them."
        )
        yield ""


def _labels(
    made: Release, labels: Sequence[str], counts: Mapping[str, Counter[str]]
) -> Iterator[str]:
    yield "## Labels"
    yield ""
    yield f"| label | {' | '.join(SPLITS)} | description |"
    yield f"|---|{'---:|' * len(SPLITS)}---|"
    for label in labels:
        known = made.schema.labels.get(label)
        numbers = " | ".join(f"{counts[split][label]:,}" for split in SPLITS)
        yield f"| {code(label)} | {numbers} | {cell(known.description if known else '')} |"
    yield ""
    yield f"![Spans by label and split]({PLOTS}/labels.svg)"
    yield ""


def _spans(card: Card) -> Iterator[str]:
    made = card.made
    lengths = _lengths(made.report.ledgers)
    yield "## Spans"
    yield ""
    yield f"- Spans that share a character with another one: {made.found.overlapping:,}"
    if lengths:
        yield f"- Longest span: {max(lengths):,} tokens"
    for kind, count in sorted(made.found.kinds.items()):
        if kind != "span":
            yield f"- Records of the kind {kind}: {count:,} (in the JSONL files)"
    yield ""
    yield f"![Length of spans]({PLOTS}/lengths.svg)"
    yield ""


def _agreement(made: Release) -> Iterator[str]:
    yield "## Agreement"
    yield ""
    if made.layers == AGREED:
        yield (
            "Every span is in the complete layers of all annotators of its document, with the "
            "same place and label. What only some of them have is not in this release, and its "
            "text counts as not annotated with anything."
        )
        yield ""
    pairs = list(made.found.agreement.by_pair())
    if not pairs:
        yield "No document was completed by two annotators, so there is no agreement to measure."
        yield ""
        return
    yield (
        "F1 of spans with the same place and label, on the documents of the project that both "
        "annotators have completed. Spans are those of both, so one that both have counts twice."
    )
    yield ""
    yield from _agreed_table("annotators", pairs)
    if made.found.agreement.counts:
        yield from _agreed_table("label", list(made.found.agreement.by_label()))


def _agreed_table(what: str, rows: Sequence[Agreed]) -> Iterator[str]:
    yield f"| {what} | documents | spans | F1 |"
    yield "|---|---:|---:|---:|"
    for row in rows:
        shown = "not defined" if row.f1 is None else f"{row.f1:.3f}"
        yield f"| {cell(row.name)} | {row.documents:,} | {row.spans:,} | {shown} |"
    yield ""


def _provenance(made: Release) -> Iterator[str]:
    yield "## Provenance"
    yield ""
    for name, place in (("source", 0), ("date", 1), ("language", 2)):
        found = Counter(each.info[place] or "not stated" for each in made.found.taken)
        yield f"- {len(found):,} {name}{'s' if len(found) != 1 else ''}: {_listed(found)}"
    annotators = Counter(each.annotator or "nobody" for each in made.found.taken)
    yield f"- layers of: {_listed(annotators)}"
    yield ""


def _listed(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{cell(name)} ({count:,})" for name, count in ordered[:_LISTED])
    more = len(ordered) - _LISTED
    return f"{named} and {more:,} more" if more > 0 else named


def _losses(made: Release) -> Iterator[str]:
    yield "## What is not in the training files"
    yield ""
    yield "The JSONL files hold everything of the released layers; the DocBins do not:"
    yield ""
    lost: Counter[tuple[str, str]] = Counter()
    partly: Counter[str] = Counter()
    for ledger in made.report.ledgers.values():
        lost.update(ledger.lost)
        partly.update(ledger.partly)
    for (kind, reason), count in sorted(lost.items()):
        yield f"- {kind}, {cell(reason)}: {count:,}"
    for reason, count in sorted(partly.items()):
        yield f"- span in part, {cell(reason)}: {count:,}"
    if not lost and not partly:
        yield "- nothing is missing"
    for reason, count in sorted(made.report.left_out.items()):
        yield f"- documents left out, {cell(reason)}: {count:,}"
    for kind, count in sorted(made.report.not_shared.items()):
        yield f"- {kind}, in the layers of some annotators but not of all: {count:,}"
    yield ""
    yield "`ledger.json` lists each span with document, offsets and reason."
    yield ""


def _training(card: Card) -> Iterator[str]:
    yield "## Training"
    yield ""
    if not card.pipelines.names:
        yield "There is nothing to train on."
        yield ""
        return
    yield "```"
    for name in card.pipelines.names:
        yield f"python -m spacy train {name}/{CONFIG} --output training/{name}"
    yield "```"
    yield ""
    yield (
        "Run these in the folder of the release. `python -m spacy project run all` trains and "
        "scores all of them."
    )
    yield f"Most documents of train have the tokenizer of `{card.pipelines.language}`; so do these."
    if card.pipelines.beyond:
        yield (
            f"The span categorizer proposes stretches of up to {card.pipelines.longest} tokens; "
            f"{card.pipelines.beyond:,} spans of train are longer and cannot be learned."
        )
    if not card.made.report.documents.get(TEST):
        yield "There is no document in test: scores would say nothing."
    yield ""


def cell(text: str) -> str:
    """Return any text as it may stand in a line of Markdown: nothing in it means anything."""
    plain = " ".join(escaped(text).split())
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|~!$&" else char for char in plain)


def code(text: str) -> str:
    """Return a name as code, between more backticks than it has itself."""
    plain = escaped(text).replace("|", "\\|")
    fence = "`"
    while fence in plain:
        fence += "`"
    return f"{fence} {plain} {fence}" if "`" in plain else f"{fence}{plain}{fence}"
