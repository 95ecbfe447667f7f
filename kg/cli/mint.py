"""`kg mint`: give lasting identifiers to what has none."""

from kg.cli.console import say
from kg.cli.options import HERE, Project
from kg.importers.identifiers import REGISTRY


def mint(project: Project = HERE) -> None:
    """Give random identifiers to new people, acts and claims, once and for ever.

    They are appended to `data/identifiers.tsv`: commit that file. Nothing happens to
    what has an identifier already.

    Examples:
    ```console
    $ kg mint
    ```
    """
    from kg import pipeline  # takes most of a second, which other commands do without

    lines = pipeline.mint(project)
    for line in lines:
        say(line)
    if not lines:
        say(f"{REGISTRY}: nothing is missing")
