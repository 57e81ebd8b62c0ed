"""
What footprints that respondents drew say together, as blocks: for a report and for the page of what is there now.

Described are patterns among those who answered; no sentence here may make an agreement or a preference of them.
"""

from analysis.composing.patterns.options import Listed
from analysis.composing.patterns.shown import Shown, shown
from analysis.composing.patterns.whole import patterns

__all__ = ["Listed", "Shown", "patterns", "shown"]
