"""What runners run: the steps of the action, the component, the hooks and the gate."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.test_validate_others import SHAPES, TURTLE, write

ROOT = Path(__file__).parents[2]
TEMPLATES = ("html", "css", "js")
GOOD = TURTLE.replace("@en", "").replace("ex:rde", "ex:red")


@pytest.fixture(params=[(GOOD, 0), (TURTLE, 1), (TURTLE + "oops", 2)])
def commit(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int]:
    """A folder of strangers, and the code that validating it ends with."""
    data, code = request.param
    write(tmp_path, {"data/a.ttl": data, "shapes/people.ttl": SHAPES})
    return tmp_path, code


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A folder of strangers with a finding at line 5 and another at line 6."""
    write(tmp_path, {"data/a.ttl": TURTLE, "shapes/people.ttl": SHAPES})
    return tmp_path


def shell(script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script as a runner does: with bash, which stops at the first fault."""
    programs = f"{Path(sys.executable).parent}:{os.defpath}"
    return subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": programs, "HOME": str(folder), **more},
        capture_output=True,
        text=True,
        timeout=300,
    )


def inputs_of(declared: dict[str, Any], **given: str) -> dict[str, str]:
    defaults = {name: str(it.get("default", "")) for name, it in declared.items()}
    assert given.keys() <= defaults.keys()
    return {**defaults, **given}


def filled(text: str, inputs: dict[str, str], form: str) -> str:
    for name, value in inputs.items():
        text = text.replace(form.format(name), value)
    return text


def test_the_action_annotates_and_ends_with_the_verdict(
    commit: tuple[Path, int],
) -> None:
    folder, code = commit
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    inputs = inputs_of(action["inputs"], paths="data", shapes="shapes")
    assert action["runs"]["using"] == "composite"
    install, check = action["runs"]["steps"]
    assert {install["shell"], check["shell"]} == {"bash"}
    assert shell(install["run"], folder).returncode == 0  # it is there already
    variables = {
        name: filled(value, inputs, "${{{{ inputs.{} }}}}")
        for name, value in check["env"].items()
    }
    done = shell(check["run"], folder, **variables)
    assert done.returncode == code, done.stderr
    assert ("::error file=data/a.ttl,line=5,col=15," in done.stdout) == (code > 0)
    sarif = json.loads((folder / "findings.sarif").read_text("utf-8"))
    assert sarif["runs"][0]["invocations"][0]["executionSuccessful"] == (code < 2)


def test_inputs_of_the_action_are_words_and_never_code(bad: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
    evil = "data $(touch hacked) `touch hacked` ; touch hacked"
    inputs = inputs_of(action["inputs"], paths=evil, shapes="shapes")
    step = action["runs"]["steps"][-1]
    variables = {
        name: filled(value, inputs, "${{{{ inputs.{} }}}}")
        for name, value in step["env"].items()
    }
    assert shell(step["run"], bad, **variables).returncode == 2
    assert not (bad / "hacked").exists()


def test_the_component_writes_both_reports(bad: Path) -> None:
    text = (ROOT / "templates" / "kg-validate.yml").read_text("utf-8")
    spec, _jobs = yaml.safe_load_all(text)
    declared = {name: it or {} for name, it in spec["spec"]["inputs"].items()}
    inputs = inputs_of(declared, paths="data", shapes="shapes")
    [job] = yaml.safe_load(
        filled(text.split("\n---\n")[1], inputs, "$[[ inputs.{} ]]")
    ).values()
    done = shell("\n".join(job["script"]), bad)
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    issues = json.loads((bad / reports["codequality"]).read_text("utf-8"))
    places = [(it["location"]["path"], it["location"]["lines"]) for it in issues]
    assert places == [("data/a.ttl", {"begin": 5}), ("data/a.ttl", {"begin": 6})]
    assert 'failures="1"' in (bad / reports["junit"]).read_text("utf-8")


def test_the_hooks_stop_a_bad_commit(bad: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    changed, whole = hooks
    assert [changed["id"], whole["id"]] == ["kg-validate", "kg-validate-all"]
    assert "pass_filenames" not in changed
    assert whole["pass_filenames"] is False
    for hook, files in ((changed, "data/a.ttl"), (whole, "data")):
        command = [*shlex.split(hook["entry"]), "--shapes", "shapes", files]
        assert shell(shlex.join(command), bad).returncode == 1


def gate_step() -> str:
    """The command by which the gate validates the project."""
    lines = (ROOT / ".ci" / "check").read_text("utf-8").splitlines()
    [step] = [line for line in lines if line.startswith("step kg validate")]
    return step.removeprefix("step ")


def test_a_planted_fault_turns_the_gate_red(copy: Path) -> None:
    shutil.copytree(ROOT / ".ci", copy / ".ci")
    extract = next(copy.glob("data/sources/*/*/extract.yml"))
    text = extract.read_text("utf-8")

    assert "    label: {en:" in text
    extract.write_text(text.replace("    label: {en:", "    label: {de:", 1), "utf-8")
    planted = shell(gate_step(), copy)

    assert planted.returncode == 1, planted.stdout + planted.stderr
    assert ": Violation EventShape-label: " in planted.stdout
    assert "found: 1 violation, 0 warnings, 0 infos" in planted.stderr


def test_the_package_has_all_that_reports_need(tmp_path: Path) -> None:
    build = f"python -m hatchling build --target wheel --directory {tmp_path}"
    assert shell(build, ROOT).returncode == 0
    [wheel] = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = {f"kg/validation/reports/templates/report.{s}" for s in TEMPLATES}
    assert templates | {"kg/py.typed"} <= names


def test_make_validate_runs_the_command() -> None:
    done = shell("make --dry-run validate", ROOT)
    assert done.returncode == 0
    assert "kg validate" in done.stdout.splitlines()
