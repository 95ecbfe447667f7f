"""House rules on the ontology itself: each is a query whose rows are the problems.

Beside each rule stands a file that breaks it, and says how often: a rule that nothing
can break is a bug.
"""

import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store, parse

RULES = sorted((Path(__file__).parent / "rules").glob("*.rq"))
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)


def problems(store: Store, rule: Path) -> list[str]:
    answer = store.query(rule.read_text("utf-8"))
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [" ".join(f"{name}={row[name]}" for name in names) for row in answer]


@each_rule
def test_the_ontology_keeps_the_rule(ontology: Store, rule: Path) -> None:
    assert problems(ontology, rule) == []


@each_rule
def test_the_rule_finds_what_breaks_it(rule: Path) -> None:
    breaker = rule.with_suffix(".ttl")
    stated = re.search(r"^# Problems: (\d+)$", breaker.read_text("utf-8"), re.MULTILINE)
    assert stated is not None
    store = Store()
    store.extend(parse(path=breaker))
    assert len(problems(store, rule)) == int(stated[1])
