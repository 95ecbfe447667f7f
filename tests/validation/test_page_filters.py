"""The filters of the HTML report, as a browser runs them."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import Position
from kg.validation.finding import Severity
from kg.validation.reports.report import Report
from tests.validation.test_forms import COLOUR, NAME, REPORT, RESULTS, result, written

pytestmark = pytest.mark.slow

ELSEWHERE = replace(NAME, position=Position("b.ttl", 1, 1), focus=COLOUR.shape)
LOUD = replace(COLOUR, severity=Severity.WARNING, message="Ærlig talt: red.")
STEPS: list[dict[str, str]] = [
    {},
    {"severity": "Violation"},
    {"severity": "Info"},
    {"file": "b.ttl"},
    {"rule": "PersonShape-colour"},
    {"rule": "PersonShape-colour", "severity": "Violation"},
    {"words": "  ÆRLIG "},
    {"words": "personshape-NAME", "file": "a b.ttl"},
    {"words": "alert("},
    {},
]
SHOWN = [
    (4, 3, "4 of 4 shown"),
    (2, 1, "2 of 4 shown"),
    (1, 1, "1 of 4 shown"),
    (1, 1, "1 of 4 shown"),
    (2, 2, "2 of 4 shown"),
    (0, 0, "0 of 4 shown"),
    (1, 1, "1 of 4 shown"),
    (1, 1, "1 of 4 shown"),
    (2, 1, "2 of 4 shown"),
    (4, 3, "4 of 4 shown"),
]
"""For each step the findings and the rules that are seen, and what the page says."""

SCRIPT = """
<script>
const seen = (selector) =>
  [...document.querySelectorAll(selector)].filter((it) => it.getClientRects().length);
const told = STEPS.map((step) => {
  const form = document.getElementById("filters");
  form.reset();
  for (const [name, value] of Object.entries(step)) form.elements[name].value = value;
  form.dispatchEvent(new Event("input", {bubbles: true}));
  const said = document.getElementById("left").textContent;
  return [seen("article[data-rule]").length, seen("section.rule").length, said];
});
const out = document.createElement("pre");
out.id = "told";
out.textContent = JSON.stringify({told, form: seen("#filters").length});
document.body.append(out);
</script>
"""


def run_in_browser(page: str, folder: Path) -> str:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    (folder / "report.html").write_text(page, "utf-8")
    done = subprocess.run(
        [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu"),
            *("--disable-quic", "--no-first-run", "--disable-background-networking"),
            *("--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={folder}/profile", "--virtual-time-budget=5000"),
            *("--dump-dom", (folder / "report.html").as_uri()),
        ],
        capture_output=True,
        check=True,
        timeout=240,
    )
    return done.stdout.decode()


def test_filters_show_what_is_asked_for(tmp_path: Path) -> None:
    more = (*RESULTS, result(ELSEWHERE, 3), result(LOUD, 4))
    report: Report = replace(REPORT, results=more)
    script = SCRIPT.replace("STEPS", json.dumps(STEPS))
    page = written("html", report).replace("</body>", f"{script}</body>")
    dom = run_in_browser(page, tmp_path)
    told = json.loads(dom.partition('<pre id="told">')[2].partition("</pre>")[0])
    assert told["form"] == 1
    assert [tuple(it) for it in told["told"]] == SHOWN
