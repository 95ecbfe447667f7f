"""What is asked of an endpoint beyond the W3C's suites, as kept in requirements.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("requirements.yml")


@dataclass(frozen=True)
class Requirements:
    """Those met, each with its tests, and those not met, each with what is missing."""

    met: Mapping[str, list[str]]
    missing: Mapping[str, str]


REQUIREMENTS = Requirements(**yaml.safe_load(FILE.read_text("utf-8")))
