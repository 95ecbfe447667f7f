"""Queries with so much of one thing, by the name of the limit on it."""

from collections.abc import Callable


def _each(item: str, count: int, separator: str = " ") -> str:
    """Write an item many times, `#` being its number."""
    return separator.join(item.replace("#", str(number)) for number in range(count))


OF: dict[str, Callable[[int], str]] = {
    "words": lambda n: (
        "ASK "
        + "WHERE " * (1 - n % 2)
        + f"{{ FILTER(1 IN ({'1, ' * ((n - 11) // 2)}1)) }}"
    ),
    "depth": lambda n: "SELECT * " + "{" * n + "}" * n,
    "groups": lambda n: f"SELECT * {{ {_each('{}', n - 1)} }}",
    "joined": lambda n: f"SELECT * {{ {_each('?s <p#> ?o# .', n)} }}",
    "patterns": lambda n: (
        "SELECT * { "
        + _each("{ SELECT * { ?s <p#> ?o# } }", n % 16)
        + _each("{ SELECT * { " + "?s <p#> ?o# . " * 16 + "} }", n // 16)
        + " }"
    ),
    "steps": lambda n: f"SELECT * {{ ?s !({_each('<p#>', n, '|')}) ?o }}",
    "branches": lambda n: f"SELECT * {{ {{}} {_each('UNION { BIND(# AS ?x) }', n)} }}",
    "rows": lambda n: f"SELECT * {{ VALUES (?a ?b) {{ {_each('(# <a#>)', n)} }} }}",
    "columns": lambda n: f"SELECT {_each('?x#', n)} {{ ?s ?p ?o }}",
    "expressions": lambda n: f"SELECT * {{ {_each('BIND(# AS ?x#)', n)} }}",
    "operators": lambda n: f"SELECT * {{ FILTER({_each('1', n + 1, ' + ')}) }}",
}
