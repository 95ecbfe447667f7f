"""Rules: what shapes, checks and questions find in the content of a project."""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad

from kg.errors import ValidationError
from kg.pipeline import examining, kept
from kg.pipeline.content import SHAPES, Content, Step, silent
from kg.pipeline.outcome import Found
from kg.pipeline.places import place
from kg.pipeline.reexamining import examine_again
from kg.validation.background import Background
from kg.validation.finding import Finding, Severity
from kg.validation.shapes import Shapes, read_shapes


@dataclass(frozen=True, slots=True)
class Rules:
    """The shapes, and the ontology that they and the data build on."""

    shapes: Shapes
    background: Background

    @classmethod
    def read(cls, root: Path, ontology: list[Quad]) -> "Rules":
        """Read the shapes of a project.

        Raises:
            InputErrors: all that is wrong with them.
        """
        return cls(read_shapes(root / SHAPES), Background(ontology))

    def findings(self, content: Content) -> list[Finding]:
        """List what breaks the rules, each at its place in a source file."""
        return self._told(
            examining.examine(content, self.shapes, self.background), content
        )

    def findings_again(
        self, content: Content, folder: Path, program: str
    ) -> list[Finding]:
        """List what breaks the rules, from what broke them the last time.

        Args:
            content: what a project says.
            folder: where what was found is kept.
            program: all that findings follow from beside the content.
        """
        now = (
            kept.write_curated(content, folder),
            *(stage.path for stage in content.stages),
        )
        before = kept.find(folder, program, self.shapes)
        rules, found = (self.shapes, self.background), None
        if before is not None:
            found = examine_again(content, rules, before, now)
        if found is None:
            found = examining.examine(content, *rules)
        kept.keep(kept.Kept(found, now), folder, program, self.shapes)
        return self._told(found, content)

    def _told(self, found: Found, content: Content) -> list[Finding]:
        curated = examining.curated_findings(content, found, self.background.triples)
        every = {*found.shapes, *found.stages, *found.asked, *curated}
        return place(every, content)


def check(
    root: Path, content: Content, step: Step = silent, stages: Path | None = None
) -> list[Finding]:
    """List what the rules of a project find in it.

    Where the folder of stages is told, what was found is kept there, and the next time
    only what has changed is looked at.
    """
    step("validating")
    rules = Rules.read(root, content.ontology)
    if stages is None:
        return rules.findings(content)
    program = kept.program_of(root, content)
    return rules.findings_again(content, stages / kept.FOLDER, program)


def refuse_violations(findings: list[Finding]) -> None:
    """Stop a build.

    Raises:
        ValidationError: there is a finding of severity Violation.
    """
    violations = [f for f in findings if f.severity is Severity.VIOLATION]
    if violations:
        lines = [str(finding) for finding in violations]
        lines.append(f"{len(violations)} violations: nothing was published")
        raise ValidationError("\n".join(lines))
