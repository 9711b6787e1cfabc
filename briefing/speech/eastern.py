"""Who speaks, in scripts without capitals: Japanese, Chinese, Korean; from the words right beside a quotation."""

import re

from briefing.speech.marks import Marked
from briefing.speech.passage import Passage

_TITLES = (
    "氏|さん|首相|大統領|大臣|外相|財務相|防衛相|官房長官|長官|知事|市長|議員|教授|会長|社長|総裁|委員長|主席|總統|总统|总理|部长|部長|主任|"
    "发言人|發言人|教授"
)
_PERSON = r"(?P<name>[一-龥々ァ-ヶー]{2,8}?)"
_BEHIND = (
    re.compile(
        rf"\s?(?:などと|と)、?{_PERSON}(?:{_TITLES})?(?:は|が)[^。「]{{0,12}}(?:述べ|語|話|言|指摘|強調|説明|主張|訴え|答え|批判)"
    ),
    re.compile(rf"[，,]?\s?{_PERSON}(?:{_TITLES})?(?:说|說|表示|称|稱|指出|强调|強調|补充|補充)"),
    re.compile(
        r"\s?(?:이?라고|고)\s(?P<name>[가-힣]{2,4})\s?(?:[가-힣]{2,6})?(?:은|는|이|가)\s[^.“]{0,20}(?:말|밝|전|강조|설명|주장)"
    ),
)
_BEFORE = (
    re.compile(rf"{_PERSON}(?:{_TITLES})?(?:は|が)[^。「」]{{0,24}}、?$"),
    re.compile(rf"{_PERSON}(?:{_TITLES})?[^，。]{{0,8}}(?:说|說|表示|称|稱|指出|强调|強調|补充|補充)[：:，,]?\s?$"),
    re.compile(r"(?P<name>[가-힣]{2,4})\s(?:[가-힣]{2,8}\s?)?(?:은|는|이|가)\s[^.“”]{0,24}$"),
)
_IS_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def attributed_in_the_east(passage: Passage, span: Marked) -> str:
    """The name of the speaker, where a quotation stands among such letters and the words beside it give one."""
    before, behind = passage.bare[max(0, span.start - 60) : span.start], passage.bare[span.end : span.end + 60]
    if not _IS_EASTERN.search(before[-8:] + behind[:8]):
        return ""
    found = next((match for pattern in _BEHIND if (match := pattern.match(behind))), None)
    found = found or next((match for pattern in _BEFORE if (match := pattern.search(before))), None)
    return found["name"] if found else ""
