"""Figures are compared by what they are worth, not by how they are written."""

import pytest

from briefing.matching.figures import figures, stand_in


def agree(one: str, other: str) -> bool:
    found, there = figures(one), figures(other, every=True)
    assert found, one
    return all(stand_in(figure, there) for figure in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("42 %", "42 per cent"),
        ("42%", "forty-two percent"),
        ("€3.5 billion", "3.5bn euros"),
        ("€3.5bn", "EUR 3,500,000,000"),
        ("12 September 2023", "September 12, 2023"),
        ("12 September 2023", "2023-09-12"),
        ("12 September", "Sept. 12, 10:30 am"),
        ("July 2023", "14 July 2023"),
        ("six months", "6 months"),
        ("a thousand kilometres", "1,000 km"),
        ("a thousand kilometres", "1.000 km"),
        ("three hundred thousand troops", "300,000 troops"),
        ("2019", "between 2019 and 2021"),
        ("3,5 %", "3.5 %"),
        ("a dozen people", "twelve people"),
        ("a million dollars", "$1m"),
        ("42 pour cent", "42 %"),
        ("42 %", "quarante-deux pour cent"),
        ("3,5 milliards d’euros", "€3.5 billion"),
        ("€3.5 billion", "3 500 millions d’euros"),
        ("€3.5bn", "3,500m euros"),
        ("€3.5 bn", "3,5 Md €"),
        ("US$3.5 billion", "$3.5 billion"),
        ("21st century", "twenty-first century"),
        ("the 9th round", "the ninth round"),
        ("10-12 ships", "10–12 ships"),
        ("10 to 12 ships", "ten to twelve ships"),
        ("€3-4 billion", "€3 billion to €4 billion"),
        ("2021–2022", "2021-22"),
        ("mid-2023", "by 2023"),
        ("1,234 tonnes", "1.234 tonnes"),
        ("1\u202f234 people", "1234 people"),
        ("1'000 people", "1,000 people"),
        ("2½ years", "two and a half years"),
        ("one and a half million euros", "€1.5 million"),
        ("half a million people", "500,000 people"),
        ("half a dozen people", "six people"),
        ("two hundred and fifty thousand people", "250,000 people"),
        ("two million three hundred thousand euros", "€2.3 million"),
        ("deux cent cinquante mille personnes", "250,000 people"),
        ("quatre-vingt-dix-sept jours", "97 days"),
        ("vingt et un jours", "21 days"),
        ("3 ministers", "three ministers"),
        ("half of exports", "50 %"),
        ("two-thirds of voters", "67 %"),
        ("67 % of voters", "two thirds of voters"),
        ("75 per cent", "les trois quarts des élus"),
        ("1.5m people", "1.5 million people"),
        ("1.5m tall", "1.5 metres"),
        ("5 percentage points", "5 points de pourcentage"),
        ("12 September 2023", "12 septembre 2023"),
        ("1 September", "le 1er septembre"),
        ("12 September 2023", "12. September 2023"),
        ("12.09.2023", "September 12, 2023"),
        ("12 September 2023", "12/09/2023"),
        ("9 December 2023", "12/09/2023"),
        ("12 September", "12–14 September"),
        ("14 September", "12–14 September"),
        ("September 14", "September 12-14"),
        ("12 and 14 September", "12 September; 14 September"),
        ("12 de septiembre de 2023", "12 September 2023"),
        ("31. 12. 2029", "31 December 2029"),
        ("12 مارس 2028", "12 March 2028"),
        ("12 March 2028", "١٢ آذار/مارس ٢٠٢٨"),
        ("في 3 تشرين الثاني 2028", "3 November 2028"),
        ("2028년 3월 12일", "12 March 2028"),
        ("3월 14일", "2028년 3월 12~14일"),
        ("2028. 3. 12.", "2028년 3월 12일"),
        ("2028年3月12日", "12 March 2028"),
        ("42%의 인상", "42 per cent"),
        ("약 42퍼센트", "42 %"),
        ("٤٢ في المئة", "42%"),
        ("بنسبة 42 بالمائة", "42 %"),
        ("بـ٤٢٪", "42 %"),
        ("42명", "42 people"),
        ("약42명", "42 people"),
        ("3조 5천억 원", "₩3.5 trillion"),
        ("1억 5,000만 달러", "$150 million"),
        ("3만2천 명", "32,000 people"),
        ("3億5000万円", "¥350 million"),
        ("٣٫٥ مليار دولار", "$3.5 billion"),
        ("3 آلاف دولار", "$3,000"),
        ("1,25 Millionen Euro", "€1.25m"),
        ("3,5 Billionen Euro", "€3.5 trillion"),
        ("trois milliards et demi d’euros", "3,5 Md€"),
        ("3 millions et demi d’euros", "€3.5m"),
        ("1.250 mil millones", "1.25 trillion"),
        ("3,2 por ciento", "3.2 %"),
        ("4·5 %", "4.5 %"),
        ("le 3 aou\u0302t 2028", "3 August 2028"),
        ("1 in 8 households", "one in 8 households"),
        ("12.75 bcm", "12.75 billion cubic metres"),
        ("2 million tonnes", "2 Mt"),
        ("500 MW", "500 megawatts"),
        ("an eighth of households", "1 in 8 households"),
        ("12.5 % of households", "one in eight households"),
        ("le 21e siècle", "au XXIᵉ siècle"),
    ],
)
def test_spellings_of_one_figure_agree(one, other):
    assert agree(one, other)


@pytest.mark.parametrize("other", ["half the exports", "in 2019", "September 12, 2023"])
def test_a_figure_agrees_with_a_fuller_one(other):
    part = {"half the exports": "50 %", "in 2019": "2019", "September 12, 2023": "September 2023"}[other]
    assert agree(part, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("42 %", "24 %"),
        ("€3.5 billion", "$3.5 billion"),
        ("€3.5 billion", "€3.5 million"),
        ("12 September 2023", "21 September 2023"),
        ("12 September 2023", "12 September 2022"),
        ("six months", "six hundred months"),
        ("42 %", "42 euros"),
        ("1,000 people", "1 person"),
        ("1,500 tonnes", "1.5 tonnes"),
        ("six months", "six years"),
        ("300 km", "300 miles"),
        ("3 percentage points", "3 %"),
        ("3.5 %", "35 %"),
        ("500 million", "3\u202f500 millions"),
        ("13/09/2023", "12 September 2023"),
        ("13 September", "12–14 September"),
        ("two-thirds of them", "a third of them"),
        ("half of them", "a quarter of them"),
        ("21st century", "twentieth century"),
        ("2021–2023", "2021-22"),
        ("12 أبريل 2028", "١٢ مارس ٢٠٢٨"),
        ("2028년 3월 21일", "2028년 3월 12일"),
        ("2028년 4월 12일", "2028년 3월 12일"),
        ("3월 13일", "2028년 3월 12~14일"),
        ("24%의 인상", "42%의 인상"),
        ("24명", "42명"),
        ("5조 3천억 원", "3조 5천억 원"),
        ("3조 원", "$3 trillion"),
        ("3조 원", "3억 원"),
        ("٣٫٥ مليون دولار", "٣٫٥ مليار دولار"),
        ("12.75 mcm", "12.75 bcm"),
        ("1,420 cm", "1,420 mm"),
        ("500 MW", "500 GW"),
        ("an eighth of households", "1 in 9 households"),
        ("3,5 millions et demi", "3,5 millions"),
    ],
)
def test_figures_that_differ_do_not(one, other):
    assert not agree(one, other)


@pytest.mark.parametrize(
    "text",
    [
        "the two leaders",
        "one of three",
        "one of the ministers",
        "one day",
        "Covid-19",
        "COVID\u201119",
        "an F-16",
        "an S-400",
        "5G",
        "in July",
        "the first",
        "the second round",
        "a second opinion",
        "a G7 summit",
        "the Group of Seven",
        "the Group of 20",
        "the P5+1",
        "Article 5",
        "a 24-hour channel",
        "24/7",
        "9/11",
        "the Six-Day War",
        "half-hearted",
        "the other half",
        "twice as many",
        "dozens of ships",
        "hundreds of people",
        "9월에",
        "제3조",
    ],
)
def test_words_that_only_look_like_figures_are_none(text):
    assert figures(text) == ()


def test_figures_come_in_the_order_of_the_text():
    assert [figure.text for figure in figures("In 2019, 42 % on 12 September 2023.")] == [
        "2019",
        "42 %",
        "12 September 2023",
    ]


def test_a_small_may_is_no_month():
    assert [figure.text for figure in figures("of the 12 may")] == ["12"]


def test_what_another_figure_rests_on_may_be_less_than_a_figure():
    assert figures("three ministers, the ninth round, half the exports") == ()
    assert len(figures("three ministers, the ninth round, half the exports", every=True)) == 3


@pytest.mark.parametrize(
    ("one", "other"), [("١٤٠٠", "1,400"), ("١٬٤٠٠", "1400"), ("٣٫٥", "3.5"), ("٤٠٪", "40 %"), ("۲۰۲۷", "2027")]
)
def test_arabic_and_persian_figures_are_as_good_as_ours(one, other):
    (first,), (second,) = figures(one), figures(other)
    assert first.agrees(second)
    assert first.text == one
