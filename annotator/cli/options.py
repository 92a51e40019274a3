# SPDX-License-Identifier: MIT
"""Arguments and options that several commands take."""

from typing import Annotated, TypeAlias

import typer

ProjectPath: TypeAlias = Annotated[
    str, typer.Argument(metavar="PROJECT", help="A .corpus file or a URL.")
]
AnnotatorName: TypeAlias = Annotated[str, typer.Option("--annotator", help="Whose layer.")]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
