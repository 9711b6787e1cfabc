def test_x(briefing, desk):
    a = briefing("check")
    assert (a.status, a.out, a.err) == (0, "", "No errors found.\n")
    assert desk.variant("chief")
