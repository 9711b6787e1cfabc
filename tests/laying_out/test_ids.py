"""Ids of bound pages: unique, and what points to them still does."""

from briefing.laying_out.ids import with_own_ids


def test_ids_and_what_points_to_them_get_the_same_prefix() -> None:
    html = '<h2 id="s-a">A</h2><a href="#s-a">a</a><section aria-labelledby="s-a s-b"></section>'
    assert with_own_ids(html, "t1-") == (
        '<h2 id="t1-s-a">A</h2><a href="#t1-s-a">a</a><section aria-labelledby="t1-s-a t1-s-b"></section>'
    )


def test_either_quotation_mark_and_a_drawing_will_do() -> None:
    html = "<svg viewBox='0 0 1 1'><use href='#mark'/><rect id='mark' fill=\"url(#ink)\"/></svg>"
    assert with_own_ids(html, "x") == (
        "<svg viewBox='0 0 1 1'><use href='#xmark'/><rect id='xmark' fill=\"url(#xink)\"/></svg>"
    )


def test_links_that_lead_elsewhere_stay_as_they_are() -> None:
    html = '<a href="https://example.org/#top">there</a><p data-id="a">kept</p>'
    assert with_own_ids(html, "t1-") == html


def test_words_that_look_like_an_id_are_words() -> None:
    html = "<p>He wrote id=&#34;x&#34; &amp; href=&#34;#y&#34;, id='z'.</p><!-- id=\"w\" -->"
    assert with_own_ids(html, "t1-") == html
