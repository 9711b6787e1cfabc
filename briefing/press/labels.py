"""What the pages of a PDF are called: 1, 2 … in the body, A1, A2 … in the annex."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import pydyf

from briefing.press.pages import label_prefix
from briefing.press.tree import PdfObject


def write_labels(pdf: PdfObject, names: Sequence[str]) -> None:
    """Write the labels of pages whose CSS page names are given (ISO 32000-1, 12.4.2)."""
    counted: Counter[str] = Counter()
    numbers = pydyf.Array()
    page = 0
    for prefix, run in groupby(map(label_prefix, names)):
        length = len(list(run))
        label = pydyf.Dictionary({"S": "/D", "St": counted[prefix] + 1})
        if prefix:
            label["P"] = pydyf.String(prefix)
        numbers.extend([page, label])
        counted[prefix] += length
        page += length
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
