"""Runs the examples that every rule carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from communique.model import Record, Report
from communique.ontology.codebook import Codebook, Example, Rule


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one example sentence."""

    rule: str
    sentence: str
    ok: bool
    message: str


def check_codebook(
    codebook: Codebook, read: Callable[[str], Record], only: str | None = None
) -> Iterator[Check]:
    """Runs every rule's sentences through `read`; `only` limits it to ids that start so."""
    for rule in codebook.rules:
        if only is not None and not rule.id.startswith(only):
            continue
        for example in rule.match:
            yield _must_match(rule, example, read(example.text))
        for sentence in rule.reject:
            yield _must_reject(rule, sentence, read(sentence))


def _must_match(rule: Rule, example: Example, record: Record) -> Check:
    mine = [r for r in record.reports if r.rule == rule.id]
    if not mine:
        # A promise in reported speech may come out by another rule of the type.
        other = ", ".join(f"{r.rule} {r.type}" for r in record.reports) or "nothing"
        near = "; ".join(d for r in record.reports for d in r.dropped if d.startswith(rule.id))
        return Check(rule.id, example.text, False, f"not coded by this rule but: {other} {near}")
    problems = [_differs(rule, example, report) for report in mine]
    if any(problem is None for problem in problems):
        return Check(rule.id, example.text, True, "")
    return Check(rule.id, example.text, False, str(problems[0]))


def _differs(rule: Rule, example: Example, report: Report) -> str | None:
    sources, targets = set(report.sources), set(report.targets)
    if rule.joint:
        wanted = set(example.source or ()) | set(example.target or ())
        if wanted and wanted != sources | targets:
            return f"actors are {sorted(sources | targets)}, should be {sorted(wanted)}"
    else:
        for name, found, asked in (
            ("source", sources, example.source),
            ("target", targets, example.target),
        ):
            if asked is not None and set(asked) != found:
                return f"{name} is {sorted(found)}, should be {sorted(asked)}"
    if example.status is not None and example.status != report.status:
        return f"status is {report.status}, should be {example.status}"
    return None


def _must_reject(rule: Rule, sentence: str, record: Record) -> Check:
    mine = [r for r in record.reports if r.rule == rule.id]
    if not mine:
        return Check(rule.id, sentence, True, "")
    words = ", ".join(r.evidence[0].text for r in mine)
    return Check(rule.id, sentence, False, f"coded, and must not be: {words}")


def failures(checks: Iterable[Check]) -> list[Check]:
    """The checks that failed."""
    return [check for check in checks if not check.ok]
