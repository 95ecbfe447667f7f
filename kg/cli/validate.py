"""`kg validate`: list what is wrong, with file and line."""

import typer

from kg.cli import validateoptions as option
from kg.cli.options import HERE


def validate(
    files: option.Files = None,
    project: option.Project = HERE,
    shapes: option.Shapes = None,
    background: option.Background = None,
    level: option.Least = option.Level.WARNING,
    form: option.Forms = None,
    output: option.Output = None,
    fail_on: option.FailOn = option.Level.VIOLATION,
    strict: option.Strict = False,
    max_warnings: option.MaxWarnings = None,
    baseline: option.Baseline = None,
    write_baseline: option.WriteBaseline = False,
    prune: option.Prune = False,
    select: option.Select = None,
    ignore: option.Ignore = None,
    show: option.Shown = None,
    stats: option.Stats = False,
    explain: option.Explain = False,
    max_size: option.MaxSize = "256MB",
    max_query_seconds: option.MaxQuerySeconds = 300,
    watch: option.Watch = False,
) -> None:
    """Check the sources against every rule, or any RDF against any shapes.

    Without a path, the sources of the project are checked; with paths alone, these are,
    by the project's rules; with `--shapes`, by those, and no project is needed.
    Nothing is changed.

    Exit codes: 0 nothing that counts was found; 1 there are findings; 2 something
    could not be read: data, shapes, what they import; 3 a fault of this program.

    Examples:
    ```console
    $ kg validate
    $ kg validate --level info --strict
    $ kg validate data --shapes shapes --background ontology.ttl
    $ kg validate data --shapes shapes --format github --format sarif=findings.sarif
    $ kg validate data --shapes shapes --baseline known.json --write-baseline
    $ curl -s https://example.org/data.ttl | kg validate - --shapes shapes.ttl
    ```
    """
    # The engine takes most of a second to import, which other commands do without.
    from kg.cli.deadline import limited_rules
    from kg.cli.reports import read_destinations
    from kg.cli.validation import Request, Validation
    from kg.cli.verdict import Terms

    if explain:
        from kg.cli.explanation import explanation

        arguments = (project, files or [], shapes or [], background or [], max_size)
        with limited_rules(max_query_seconds):
            typer.echo(explanation(*arguments), nl=False)
        return
    fails = level.severity if strict else fail_on.severity
    terms = Terms(
        level=min(level.severity, fails),
        fail_on=fails,
        max_warnings=max_warnings,
        select=select or (),
        ignore=ignore or (),
        baseline=baseline,
        writes=write_baseline,
        prunes=prune,
    )
    request = Request(
        project, files or [], shapes or [], background or [], max_size, stats
    )
    work = Validation(request, terms, read_destinations(form or [], output), show)
    with limited_rules(max_query_seconds):
        code = work.repeat() if watch else work.once()
    if code:
        raise typer.Exit(code)
