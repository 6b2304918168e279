"""How does a report look in a notebook? One small table that follows the page's theme."""

from __future__ import annotations

from html import escape
from math import isnan

from .report import Feature, Report

__all__ = ["page"]

# Heading, and what it says when one rests on it.
_HEADINGS = {
    "Feature": "the drifted ones first, then by effect",
    "Verdict": "drifted: the adjusted p is at most alpha",
    "PSI": "population stability index",
    "noise": "probability that noise alone gives at least this PSI, with so many values",
    "JS": "Jensen–Shannon divergence in bits, 0 to 1",
    "effect": "0 to 1: largest gap of the cumulative shares, or Cramér's V",
    "p, adjusted": "after the correction for many features",
    "Test": "where the p-value comes from",
    "n": "values compared",
    "missing": "share of the rows, and in the reference",
}
_LEGEND = (
    "Those that drifted first, then by <b>effect</b>: the largest gap of the cumulative shares, or Cramér's V. "
    "<b>noise</b>: how probable it is that noise alone gives at least this PSI with so many values. "
    "<b>JS</b>: the Jensen–Shannon divergence in bits. <b>p, adjusted</b>: after the correction for many features."
)
_FRAME = (
    "color:var(--jp-content-font-color1,#212121);background:var(--jp-layout-color0,#fff);"
    "font-family:var(--jp-content-font-family,sans-serif);overflow-x:auto"
)
_LINE = "border-bottom:1px solid var(--jp-border-color2,#bdbdbd)"


def page(report: Report) -> str:
    """The report as HTML: no script, no style sheet, no colour of its own."""
    ordered = sorted(report.features, key=lambda each: (not each.drifted, -each.effect, each.adjusted))
    heads = "".join(f'<th scope="col" title="{escape(why)}">{head}</th>' for head, why in _HEADINGS.items())
    rows = "".join(map(_row, ordered))
    return (
        f'<div style="{_FRAME}"><p>{escape(repr(report))}</p>'
        f'<table style="color:inherit;white-space:nowrap"><thead><tr style="{_LINE}">{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table><p><small>{_LEGEND}</small></p></div>"
    )


def _row(feature: Feature) -> str:
    verdict = '<b style="color:var(--jp-error-color1,#b3261e)">▲ drifted</b>' if feature.drifted else "–"
    cells = (
        verdict,
        _number(feature.psi),
        _probability(feature.noise),
        _number(feature.jensen_shannon),
        f"{feature.effect:.2f}",
        _probability(feature.adjusted),
        feature.test,
        f"{feature.n:,}",
        f"{feature.missing:.1%} ({feature.missing_before:.1%})",
    )
    name = escape(feature.name)
    return (
        f'<tr><th scope="row" style="text-align:left">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
    )


def _number(value: float) -> str:
    return "–" if isnan(value) else f"{value:.3f}"


def _probability(p: float) -> str:
    return "&lt; 0.001" if p < 0.001 else _number(p)
