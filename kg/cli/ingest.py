"""`kg ingest`: bring a page of the web in, with suggestions for a person to review."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.clock import now
from kg.cli.console import say, tell
from kg.cli.options import HERE, Project, build_folder
from kg.model.records.draft import Draft, Suggestion
from kg.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Bring a page of the web in, as a draft.")


@app.command("article")
def article(
    origin: Annotated[
        str, typer.Argument(metavar="FILE|URL", help="A saved page, or its address.")
    ],
    name: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="PUBLISHER/KEY",
            help="Two keys; KEY lasts for ever. Made of publisher and title otherwise.",
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="The tag of its language, when it is not plain.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Its encoding, when the page is wrong on it.")
    ] = None,
    project: Project = HERE,
) -> None:
    """Make a source of a page: its text, what it says of itself, and a draft.

    The draft suggests people, organisations and places that the graph knows, dates,
    numbers, events, demands and supporters, each with the words that made it be
    suggested. The source is closed to the public, and nothing of the draft enters the
    graph before you accept it: `kg review` walks you through it. A site's robots.txt is
    obeyed, and only public addresses are asked.

    Examples:
    ```console
    $ kg ingest article saved-page.html
    $ kg ingest article https://example.org/news/vigil --as example/vigil-in-oslo
    ```
    """
    # What reads pages takes a second to import, which other commands do without.
    from kg.cli.arrival import open_page, refuse_taken
    from kg.cli.lexicon import read_lexicon, read_registered
    from kg.importers.article.read import read_article
    from kg.importers.article.source import Saved, contents
    from kg.importers.drafts import DRAFT, write_draft
    from kg.importers.suggestions.recogniser import read_recogniser
    from kg.importers.suggestions.relative import day_of
    from kg.importers.suggestions.suggest import Known, suggest
    from kg.importers.template import new_folder, write_files

    page = open_page(origin, Settings.from_environment(), now().date())
    found = read_article(page.data, origin, encoding or page.charset, language)
    lexicon = read_lexicon(project)
    publisher, key = page.name(found, lexicon, name)
    folder = new_folder(project, publisher, key, found.language)
    refuse_taken(project, publisher, key)
    saved = Saved(key, found.language, page.data, found.text, page.addressed(found))
    recognise = read_recogniser(found.language)
    told = saved.metadata.published
    day = None if told is None else day_of(told.value)
    registered = read_registered(build_folder(project))
    known = Known(day, registered, recognise)
    suggestions = suggest(found.text, found.language, key, lexicon, known)
    written = write_files(folder, contents(saved, page.arrival))
    write_draft(folder / DRAFT, _draft(key, found.text.sha256, suggestions))
    for path in (*written, folder / DRAFT):
        say(f"wrote {path.relative_to(project)}")
    _tell(found.said, suggestions, folder.relative_to(project))


@app.command("again")
def again(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", exists=True, file_okay=False, help="A source's folder."
        ),
    ],
    project: Project = HERE,
) -> None:
    """Make suggestions anew for a source that is there; what was decided stays decided.

    For a source that was typed in, for names that the graph has learnt since, and for a
    text that has changed.

    Examples:
    ```console
    $ kg ingest again data/sources/hrhf/day-of-solidarity
    ```
    """
    from kg.cli.desk import folder_name, source_text
    from kg.cli.lexicon import read_lexicon, read_registered
    from kg.importers.drafts import DRAFT, read_draft, write_draft
    from kg.importers.record import read_record
    from kg.importers.suggestions.recogniser import read_recogniser
    from kg.importers.suggestions.relative import day_of
    from kg.importers.suggestions.suggest import Known, suggest
    from kg.model.records.source import Source

    folder = folder.resolve()
    name = folder_name(project, folder)
    source = read_record(folder / "source.yml", f"{name}/source.yml", Source)
    text = source_text(folder, name)
    recognise = read_recogniser(source.language)
    lexicon = read_lexicon(project)
    registered = read_registered(build_folder(project))
    known = Known(day_of(source.published), registered, recognise)
    found = suggest(text, source.language, source.key, lexicon, known)
    draft = _draft(source.key, text.sha256, ())
    if (folder / DRAFT).exists():
        old = read_draft(folder / DRAFT, f"{name}/{DRAFT}")
        draft = old.model_copy(update={"sha256": text.sha256})
    draft = draft.renewed(found)
    write_draft(folder / DRAFT, draft)
    say(f"wrote {name}/{DRAFT}")
    undecided = tuple(it for it in draft.suggestions if it.undecided)
    _tell((), undecided, Path(name))


def _draft(key: str, sha256: str, suggestions: tuple[Suggestion, ...]) -> Draft:
    record = {"source": key, "sha256": sha256}
    return Draft.model_validate(record).model_copy(update={"suggestions": suggestions})


def _tell(said: tuple[str, ...], found: tuple[Suggestion, ...], folder: Path) -> None:
    for line in said:
        tell(line)
    counts = Counter(it.kind for it in found)
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    tell(f"{len(found)} suggestions: {told}" if found else "no suggestions")
    tell(f"next: look over {folder}/source.yml, then kg review {folder}")
