"""How coverage is measured: what SlipCover is told before anything of ours is imported.

A probe that has been passed so often is taken out of the code. SlipCover looks through
every function there is to do so, which takes longer than a million passes of a probe:
after 50 of them, as it is set for small programs, it is worth it for hardly any line.
Its option for this does not reach the processes of pytest-xdist (docs/decisions/0043).
"""

import slipcover.pytest_plugin  # type: ignore[import-untyped]

PASSES = 100_000

measuring = slipcover.pytest_plugin._slipcover_instance
if measuring is not None:
    measuring.d_miss_threshold = PASSES
