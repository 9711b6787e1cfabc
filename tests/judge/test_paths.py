"""Rules of paths, held against a slow and plain way to say the same."""

from hypothesis import given
from hypothesis import strategies as st

from briefing.judge.paths import CONTENT, LOGICAL, complaint, conflicts

PATHS = st.lists(
    st.lists(st.sampled_from(["a", "b", "a!", "a\x00", "é"]), min_size=1, max_size=4).map("/".join), max_size=8
)


@given(PATHS)
def test_paths_conflict_if_one_is_the_other_or_a_folder_of_it(paths: list[str]) -> None:
    slow = any(
        first == second or second.startswith(f"{first}/")
        for place, first in enumerate(paths)
        for other, second in enumerate(paths)
        if place != other
    )
    assert bool(list(conflicts(paths))) == slow


@given(st.text(alphabet="a./\\ \n", max_size=8))
def test_a_path_is_sound_if_its_parts_are_names(path: str) -> None:
    sound = all(part not in {"", ".", ".."} for part in path.split("/"))
    assert (complaint(path, CONTENT) is None) == sound
    assert (complaint(path, LOGICAL) is None) == sound
