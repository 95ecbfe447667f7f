"""What a site lets programs fetch: its robots.txt, read as RFC 9309 says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

MOST_BYTES = 512_000
"""How much of a robots.txt is read (RFC 9309, 2.5: at least 500 kibibytes)."""

_EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: paths that begin so are allowed, or not."""

    path: str
    allows: bool

    def fits(self, path: str) -> bool:
        """Say whether a path is meant: `*` is anything, `$` the end (2.2.3)."""
        ends = self.path.endswith("$")
        first, *parts = self.path.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        for index, part in enumerate(parts):
            last = ends and index == len(parts) - 1
            found = path.rfind(part) if last else path.find(part, at)
            if found < at:
                return False
            at = found + len(part)
        return not ends or at == len(path)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of a site for one program."""

    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, text: str, agent: str) -> Self:
        """Read the rules for a program, else those for everybody."""
        groups = list(_groups(text))
        own = [rules for names, rules in groups if agent.lower() in names]
        everybody = [rules for names, rules in groups if _EVERYBODY in names]
        chosen = own or everybody
        return cls(tuple(rule for rules in chosen for rule in rules))

    def allow(self, path: str) -> bool:
        r"""Say whether a path may be fetched: the longest rule decides, else allowing.

        >>> robots = Robots.parse("user-agent: *\ndisallow: /private\n", "us")
        >>> robots.allow("/private/x"), robots.allow("/public")
        (False, True)
        """
        fitting = [rule for rule in self.rules if rule.path and rule.fits(path)]
        best = max(fitting, key=lambda it: (len(it.path), it.allows), default=None)
        return best is None or best.allows


NOTHING = Robots(())
"""A site without rules."""


def _groups(text: str) -> Iterator[tuple[list[str], list[Rule]]]:
    """Yield the groups: the programs that each is for, and its rules."""
    names: list[str] = []
    rules: list[Rule] = []
    began = False
    for field, value in _lines(text):
        if field == "user-agent":
            if began:
                yield names, rules
                names, rules, began = [], [], False
            names.append(value.lower().partition("/")[0])
        elif field in ("allow", "disallow"):
            began = True
            rules.append(Rule(value, field == "allow"))
    yield names, rules


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield field.strip().lower(), value.strip()
