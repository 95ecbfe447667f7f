"""The characters that names are made of in SPARQL, as classes of regular expressions.

Productions 164 to 167 of https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
"""

BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
    "\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
    "\U00010000-\U000effff"
)
"""Letters: a prefix begins with one."""

START = f"{BASE}_"
"""What a name begins with, besides digits."""

NAME = f"{START}0-9\u00b7\u0300-\u036f\u203f-\u2040"
"""What a name goes on with, besides points and hyphens."""

VARIABLE = rf"[{START}0-9][{NAME}]*"
"""The name of a variable, without its sign."""
