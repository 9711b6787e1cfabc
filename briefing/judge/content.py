"""The content files of an object: those that stand there, and those that its inventories list (OCFL 1.1 §3.3.1)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefing.judge.digests import Meter, Task, can_be_computed, digests_of
from briefing.judge.fault import Findings, Kind, brief
from briefing.judge.inventory import Inventory
from briefing.judge.tree import Folder, Spot, and_below, size_of

_LONGEST = 1 << 15
"""Characters in a path; systems end far earlier."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one inventory says of a file: its digest by one algorithm, under the code of its block."""

    algorithm: str
    digest: str
    code: str


@dataclass
class Content:
    """The content files found, with their sizes in bytes, and what is claimed of the files listed."""

    sizes: dict[str, int] = field(default_factory=dict)
    claims: dict[str, dict[Claim, str]] = field(default_factory=dict)
    passed_over: set[str] = field(default_factory=set)
    """What stands where a file may, and is none, or cannot be reached: told already."""

    @property
    def bytes(self) -> int:
        """The size of all content files together."""
        return sum(self.sizes.values())

    def claim(self, inventory: Inventory) -> None:
        """Take over what an inventory says of its files; what an earlier one said before is not said twice."""
        blocks = [(inventory.algorithm, "E092", inventory.manifest or {})]
        blocks += [(algorithm, "E093", block) for algorithm, block in (inventory.fixity or {}).items()]
        for algorithm, code, block in blocks:
            for digest, paths in block.items():
                for path in paths:
                    claim = Claim(algorithm, digest.lower(), code)
                    self.claims.setdefault(path, {}).setdefault(claim, inventory.path)

    def pass_over(self, folder: Folder) -> None:
        """Expect no file where a link or the like stands in a folder."""
        self.passed_over.update(folder.place(name) for name in (*folder.links, *folder.others))

    def is_out_of_reach(self, path: str) -> bool:
        """Whether a path leads to, or through, something that was told of already."""
        if path in self.passed_over:
            return True
        # No further than any real path goes: one in an inventory may have a million parts.
        cut = path.find("/")
        while 0 <= cut <= _LONGEST:
            if path[:cut] in self.passed_over:
                return True
            cut = path.find("/", cut + 1)
        return False


def walk(folder: Folder, content: Content, findings: Findings) -> int:
    """Take over the files in a version's content directory, and tell what may not stand there; how many files."""
    count = 0
    for found in and_below(folder):
        if found.refused:
            findings.add("E092", found.at, f"The folder cannot be read: {found.refused}.", Kind.UNREADABLE)
            content.passed_over.add(found.at)
        if found.is_empty and found.at != folder.at:
            findings.add("E024", found.at, "An empty folder must not stand among content.", Kind.STRAY)
        tell_strays(found, findings, "E023")
        content.pass_over(found)
        for name in found.files:
            content.sizes[found.place(name)] = size_of(found.path / name)
            count += 1
    return count


def tell_strays(there: Folder, findings: Findings, code: str) -> None:
    """Tell links, which stand in no archive (E090), and what is neither file nor folder (under the place's code)."""
    for name in there.links:
        findings.add("E090", there.place(name), "A symbolic link must not stand in an archive.", Kind.STRAY)
    for name in there.others:
        findings.add(code, there.place(name), "This is neither a file nor a folder.", Kind.STRAY)


def compare_names(content: Content, root: Inventory, findings: Findings) -> None:
    """Tell the files that no inventory lists (E023), and those listed that are gone (E092, E093)."""
    if root.manifest is not None:
        for path in sorted(content.sizes.keys() - root.listed):
            findings.add("E023", path, "The inventory does not list this file.", Kind.ADDED)
    for path, claims in content.claims.items():
        if path in content.sizes or content.is_out_of_reach(path):
            continue
        for code in sorted({claim.code for claim in claims}):
            by = min(where for claim, where in claims.items() if claim.code == code)
            findings.add(code, path, f"The file is missing, and {by} lists it.", Kind.GONE)


def compare_listed(
    content: Content, earlier: Inventory, versions: Iterable[str], root: Inventory, findings: Findings
) -> None:
    """An earlier version's inventory must list every file of its version and those before it (E023).

    What the object's own inventory does not list either is told of the file itself.
    """
    if earlier.manifest is None or root.manifest is None:
        return
    listed, then = earlier.listed, frozenset(versions)
    for path in sorted(content.sizes.keys() & root.listed):
        if path not in listed and path.split("/", 1)[0] in then:
            message = f"The inventory does not list {brief(path)}, which its versions hold."
            findings.add("E023", earlier.path, message, Kind.CONTRADICTED)


def compare_digests(folder: Spot, content: Content, meter: Meter, findings: Findings) -> None:
    """Read every file that is listed, once, and hold it against all that is claimed of it (E092, E093)."""
    for task, found in digests_of(_tasks(folder, content), content.bytes, meter):
        if isinstance(found, OSError):
            findings.add("E092", task.name, f"The file cannot be read: {found.strerror}.", Kind.UNREADABLE)
            continue
        _compare(task.name, found, content.claims[task.name], findings)


def _tasks(folder: Spot, content: Content) -> Iterator[Task]:
    for path, size in content.sizes.items():
        algorithms = sorted({claim.algorithm for claim in content.claims.get(path, {})})
        wanted = tuple(algorithm for algorithm in algorithms if can_be_computed(algorithm))
        if wanted:
            yield Task(path, folder / path, size, wanted)


def _compare(path: str, found: Mapping[str, str], claims: Mapping[Claim, str], findings: Findings) -> None:
    for claim, where in claims.items():
        is_now = found.get(claim.algorithm)
        if is_now is not None and is_now != claim.digest:
            message = f"The file's {claim.algorithm} is {is_now[:16]}…, and {where} says {claim.digest[:16]}…."
            findings.add(claim.code, path, message, Kind.DAMAGED)
