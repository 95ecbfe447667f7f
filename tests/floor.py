"""The floor of coverage: `python -m tests.floor FILE` reads what SlipCover measured.

SlipCover's own floor leaves out of its report what processes of pytest-xdist ran.
"""

import json
import sys
from pathlib import Path

FLOOR = 90
"""Per cent of lines and branches. Not a goal: cover what can break, delete the rest."""


def main(file: Path) -> int:
    """Tell the coverage, and the files that have least of it; 2 when it is too low."""
    measured = json.loads(file.read_bytes())
    covered = measured["summary"]["percent_covered"]
    least = sorted(
        (it["summary"]["percent_covered"], name)
        for name, it in measured["files"].items()
    )
    for share, name in least[:10]:
        sys.stdout.write(f"{share:5.1f} % {name}\n")
    sys.stdout.write(f"{covered:5.1f} % of all; at least {FLOOR} %\n")
    return 0 if covered >= FLOOR else 2


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
