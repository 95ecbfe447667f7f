"""Walking through the suggestions of a draft, with a reviewer who decides.

It reads lines and writes lines, so it works in a terminal and from a pipe. The draft is
written after each decision: whoever stops goes on where they were.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.cli.proposal import Proposal
from kg.errors import InputError, InputErrors
from kg.importers.drafts import write_draft
from kg.importers.insertion import insert
from kg.importers.yamltext import write_yaml
from kg.model.records.draft import ASK, Draft, State, Suggestion
from kg.model.text import SourceText

Ask = Callable[[str], str | None]
"""Puts a question and returns the answer, or None when nobody answers any more."""
Say = Callable[[str], None]

_QUESTION = "[a]ccept [e]dit [r]eject [s]kip [q]uit? "
_UNTOLD = "no reason given"
_AROUND = 60
"""Code points of context that are shown on each side."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before a reviewer.

    Attributes:
        folder: the source's folder.
        name: how the folder is called in messages: its path from the project's root.
        text: what the suggestions are about.
        keys: key → kind of thing, of all that may be referred to.
    """

    folder: Path
    name: str
    text: SourceText
    keys: dict[str, str]


class Walkthrough:
    """One sitting with one draft."""

    def __init__(self, desk: Desk, draft: Draft, ask: Ask, say: Say) -> None:
        """Begin with the first suggestion that nobody has decided on."""
        self._desk = desk
        self._draft = draft
        self._ask = ask
        self._say = say
        self._seen: set[str] = set()

    def run(self) -> Draft:
        """Go on until all is decided, skipped, or the reviewer leaves."""
        while True:
            suggestion = self._next()
            if suggestion is None or not self._decide(suggestion):
                return self._draft

    def _next(self) -> Suggestion | None:
        """Return what has not been shown in this sitting; skipped things come last."""
        todo = [it for it in self._draft.suggestions if it.undecided]
        fresh = [it for it in todo if it.id not in self._seen]
        return min(fresh, key=lambda it: it.state != "open", default=None)

    def _decide(self, suggestion: Suggestion) -> bool:
        """Show a suggestion until it is decided; return whether to go on."""
        while True:
            self._show(suggestion)
            answer = (self._ask(_QUESTION) or "q").strip().lower()
            match answer[:1]:
                case "a" if self._accept(suggestion):
                    return True
                case "e":
                    suggestion = self._edit(suggestion)
                case "r":
                    reason = (self._ask("why? ") or "").strip() or _UNTOLD
                    return self._keep(suggestion.decided("rejected", reason))
                case "s":
                    return self._keep(suggestion.decided("skipped"))
                case "q":
                    return False
                case "a":
                    continue
                case _:
                    self._say(f"  {answer!r}: one of a, e, r, s and q")

    def _keep(self, suggestion: Suggestion) -> bool:
        self._draft = self._draft.replacing(suggestion)
        self._seen.add(suggestion.id)
        write_draft(self._desk.folder / "draft.yml", self._draft)
        return True

    def _show(self, suggestion: Suggestion) -> None:
        for line in self._lines(suggestion):
            self._say(line)

    def _lines(self, suggestion: Suggestion) -> Iterator[str]:
        every = [it.id for it in self._draft.suggestions]
        yield ""
        place = f"{every.index(suggestion.id) + 1} of {len(every)}"
        yield (
            f"{place} · {suggestion.kind} · {suggestion.confidence} % · "
            f"{suggestion.why}"
        )
        yield f"  {_context(self._desk.text, suggestion)}"
        yield f"  into {suggestion.section}:"
        for line in write_yaml([suggestion.record]).splitlines():
            yield f"    {line}"

    def _accept(self, suggestion: Suggestion) -> bool:
        """Write a suggestion into the extract; say why when it cannot stand there."""
        proposal = Proposal(suggestion.section, suggestion.record, self._desk.keys)
        filled = self._fill(suggestion, proposal)
        if filled is None:
            return False
        try:
            filled.check(self._desk.text, f"{self._desk.name}/extract.yml")
            self._write(filled)
        except (InputError, InputErrors) as error:
            self._say(f"  not accepted: {error}")
            return False
        self._desk.keys.update(filled.own_keys())
        accepted = suggestion.model_copy(update={"record": filled.record})
        return self._keep(accepted.decided("accepted"))

    def _write(self, proposal: Proposal) -> None:
        path = self._desk.folder / "extract.yml"
        name = f"{self._desk.name}/extract.yml"
        for group in proposal.groups:
            insert(path, name, "groups", group)
        insert(path, name, proposal.section, proposal.record)

    def _fill(self, suggestion: Suggestion, proposal: Proposal) -> Proposal | None:
        """Ask for what only a person can say; None when it is not said."""
        for path in proposal.asked():
            for hint in proposal.hints(path):
                self._say(f"  {hint}")
            answer = (self._ask(f"{'.'.join(path)}? ") or "").strip()
            if answer in ("", ASK):
                self._say(f"  not accepted: {suggestion.kind} without {path[0]}")
                return None
            proposal = proposal.setting(path, answer)
        return proposal

    def _edit(self, suggestion: Suggestion) -> Suggestion:
        """Take changes, one on a line, until an empty line."""
        record: dict[str, Any] = suggestion.record
        while True:
            line = (self._ask("field: value, or nothing: ") or "").strip()
            if not line:
                return suggestion.model_copy(update={"record": record})
            field, colon, value = line.partition(":")
            proposal = Proposal(suggestion.section, record, self._desk.keys)
            if not colon:
                self._say(f"  {line!r}: a field, a colon and its value")
                continue
            try:
                path = tuple(field.strip().split("."))
                record = proposal.setting(path, value.strip()).record
            except InputError as error:
                self._say(f"  {error}")


def _context(text: SourceText, suggestion: Suggestion) -> str:
    """Write the words in brackets with what stands around them, on one line."""
    content, span = text.content, suggestion.span
    before = content[max(0, span.start - _AROUND) : span.start]
    after = content[span.end : span.end + _AROUND]
    shown = f"{before}[{text.at(span)}]{after}"
    return " ".join(shown.split())


def count_states(draft: Draft) -> dict[State, int]:
    """Count the suggestions by what became of them."""
    states = [it.state for it in draft.suggestions]
    all_states: tuple[State, ...] = ("accepted", "rejected", "skipped", "open")
    return {state: states.count(state) for state in all_states}
