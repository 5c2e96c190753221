"""Doubts about accepted figures, for the branches an asker looks at."""

from __future__ import annotations

import pandas as pd

from comparison.asking import ask
from comparison.questions import View
from comparison.warehouse import Warehouse


def findings(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """Findings on the branches in view, of the period or of no period: the columns of view `finding` and name_vi,
    severest first."""
    return ask(warehouse, "findings", view, ())
