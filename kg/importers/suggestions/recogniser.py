"""Names that a model recognises: the optional extra `nlp`, for Russian.

The package natasha holds a small model (slovnet, 29 MB with its embeddings), which runs
on numpy alone. Nothing is fetched at run time. Without the package, rules go on alone.
"""

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kg.importers.suggestions.strangers import ARTICLE, UNKNOWN, Stranger
from kg.model.records.draft import Kind
from kg.model.text import SourceText, Span

Recogniser = Callable[[SourceText], Iterator[Stranger]]
"""Yields what it takes for names, with what they are names of."""

MODEL = "natasha"
LANGUAGE = "ru"
_EMBEDDINGS = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
_TAGGER = "data/model/slovnet_ner_news_v1.tar"
_CONFIDENCE = 65
_KINDS: dict[str, Kind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}


def read_recogniser(language: str) -> Recogniser | None:
    """Return the model for a language; None when there is none, or it is not installed.

    Another model needs the same: spans of a text, each a person's, an organisation's or
    a place's name.
    """
    installed = importlib.util.find_spec(MODEL) is not None
    return _recognise if installed and language == LANGUAGE else None


def _recognise(text: SourceText) -> Iterator[Stranger]:
    """Yield the names that the model finds, in each line; it cannot take empty ones."""
    at = 0
    for line in text.content.splitlines(keepends=True):
        for span in _model()(line).spans if line.strip() else ():
            kind = _KINDS[span.type]
            where = Span(at + span.start, at + span.stop)
            why = f"{MODEL} takes it for the name of {ARTICLE[kind]} {UNKNOWN}"
            yield Stranger(kind, where, _CONFIDENCE, why)
        at += len(line)


@cache
def _model() -> Any:  # noqa: ANN401 - the packages say nothing of their types
    """Load the model from the files of the package, without importing its code."""
    spec = importlib.util.find_spec(MODEL)
    assert spec is not None  # noqa: S101 - the caller has looked
    assert spec.submodule_search_locations is not None  # noqa: S101 - it is a package
    folder = Path(spec.submodule_search_locations[0])
    navec = importlib.import_module("navec").Navec.load(str(folder / _EMBEDDINGS))
    tagger = importlib.import_module("slovnet").NER.load(str(folder / _TAGGER))
    tagger.navec(navec)
    return tagger
