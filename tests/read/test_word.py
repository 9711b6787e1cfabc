"""Word documents: headings by style, paragraphs whole, and nothing taken but their text."""

import io
import zipfile
from pathlib import Path
from unittest.mock import patch

import pytest

from briefing.model.article import Article, Given
from briefing.model.problem import FaultyInputError
from briefing.read import apart, read
from briefing.read.convert import convert

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = """<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:title>The title</dc:title><dc:creator>Jane Roe</dc:creator><dc:language>fr-FR</dc:language>
<dcterms:created>2023-09-12T08:00:00Z</dcterms:created></cp:coreProperties>"""
STYLES = f"""<w:styles xmlns:w="{MAIN}">
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="H9"><w:name w:val="heading 9"/></w:style>
<w:style w:type="paragraph" w:styleId="Standard"><w:name w:val="Normal"/></w:style></w:styles>"""
NUMBERING = f"""<w:numbering xmlns:w="{MAIN}">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
FOOTNOTES = f"""<w:footnotes xmlns:w="{MAIN}"><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>
<w:r><w:t>A note at the foot.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*runs: str, style: str = "", properties: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{''.join(runs)}</w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def package(body: str, parts: dict[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    all_parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f'<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": FOOTNOTES,
        "docProps/core.xml": CORE,
    } | (parts or {})
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in all_parts.items():
            made.writestr(name, part)
    return file.getvalue()


def article_of(data: bytes, folder: Path) -> Article:
    path = folder / "a.docx"
    path.write_bytes(data)
    with patch.object(apart, "read", convert):
        return read("A", path)


def texts(article: Article) -> list[str]:
    return [("# " if block.is_heading else "") + block.text for block in article.blocks]


def fault_of(data: bytes, folder: Path) -> tuple[str, str]:
    path = folder / "a.docx"
    path.write_bytes(data)
    with pytest.raises(FaultyInputError) as caught:
        read("A", path)
    (problem,) = caught.value.problems
    return problem.code, problem.message


def test_blocks_of_a_word_document(tmp_path: Path) -> None:
    in_list = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        par(run("The title"), style="Titel")
        + par(run("And under it"), style="Subtitle")
        + par(run("A heading."), style="berschrift1")
        + par(run("Plain "), run("bold", "<w:b/>"), run("italic", "<w:i/>"), run(", 12\u00a0kg"), "<w:r><w:tab/></w:r>",
              run("and a"), "<w:r><w:br/></w:r>", run("break."), style="Standard")
        + par()
        + par(run("A bold line", "<w:b/>"))
        + par(run("Short, no stop"))
        + par(run("An item"), properties=in_list)
        + par(run("Another", "<w:b/>"), properties=in_list)
        + f"<w:tbl>{row(par(run('Year')), par(run('Value')))}"
        + f"{row(par(run('2022')), par(run('17')) + par(run('or so')))}{row(par(), par(run('18')))}</w:tbl>"
        + par(run("Noted"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" here."))
        + par("<w:ins>", run("Put in."), "</w:ins>", "<w:del><w:r><w:delText>Taken out.</w:delText></w:r></w:del>")
        + par(run("pre"), "<w:r><w:softHyphen/></w:r>", run("fix, non"), "<w:r><w:noBreakHyphen/></w:r>", run("break."))
        + par(run("Ninth"), style="H9")
    )  # fmt: skip
    article = article_of(package(body), tmp_path)
    assert texts(article) == [
        "# The title",
        "# And under it",
        "# A heading.",
        "Plain bolditalic, 12\u00a0kg and a break.",
        "# A bold line",
        "Short, no stop",
        "An item",
        "Another",
        "Year · Value",
        "2022 · 17 or so",
        "18",
        "Noted here.",
        "Put in.",
        "pre\u00adfix, non\u2011break.",
        "# Ninth",
        "A note at the foot.",
    ]
    assert article.given == Given(title="The title", author="Jane Roe", published="2023-09-12", language="fr-FR")


def test_language_comes_from_the_styles_if_nowhere_else(tmp_path: Path) -> None:
    article = article_of(package(par(run("Text.")), {"docProps/core.xml": "<broken"}), tmp_path)
    assert article.given == Given(language="en-GB")


def test_picture_and_outside_file_are_let_be(tmp_path: Path) -> None:
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr descr="A picture"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        "<a:blip {}/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="in" Type="{OFFICE}/image" Target="media/none.png"/>'
        f'<Relationship Id="out" Type="{OFFICE}/image" Target="file:///etc/hostname" TargetMode="External"/>'
        "</Relationships>"
    )
    body = par(run("Before, "), picture.format('r:embed="in"'), picture.format('r:link="out"'), run("after."))
    data = package(body, {"word/_rels/document.xml.rels": links})
    assert texts(article_of(data, tmp_path)) == ["Before, after."]


def test_style_map_inside_the_file_drops_nothing(tmp_path: Path) -> None:
    data = package(par(run("A paragraph.")), {"mammoth/style-map": "p => !"})
    assert texts(article_of(data, tmp_path)) == ["A paragraph."]


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    document = (
        f'<!DOCTYPE d [<!ENTITY e0 "ha">{laughs}]><w:document xmlns:w="{MAIN}"><w:body>{par(run("&e9;"))}</w:body>'
        "</w:document>"
    )
    assert fault_of(package("", {"word/document.xml": document}), tmp_path)[0] == "E015"
    core = CORE.replace("<cp:", f'<!DOCTYPE d [<!ENTITY e0 "ha">{laughs}]><cp:', 1).replace("The title", "&e9;")
    assert len(article_of(package(par(run("Text.")), {"docProps/core.xml": core}), tmp_path).given.title) < 600


def test_no_file_is_taken_in_by_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    kind = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    core = CORE.replace("<cp:", f"{kind}<cp:", 1).replace("The title", "&e;")
    document = f'{kind}<w:document xmlns:w="{MAIN}"><w:body>{par(run("Text &e;."))}</w:body></w:document>'
    assert "secret" not in article_of(package(par(run("Text.")), {"docProps/core.xml": core}), tmp_path).given.title
    assert texts(article_of(package("", {"word/document.xml": document}), tmp_path)) == ["Text ."]


def test_bomb_is_too_large(tmp_path: Path) -> None:
    text = par(run("a" * 200_000_000))
    bomb = package(text)
    assert len(bomb) < 1_000_000
    assert fault_of(bomb, tmp_path) == (
        "E013",
        "the text of the Word document unpacks to more than 96 MiB",
    )
    lying = bytearray(bomb)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = lying.find(mark)
        while at >= 0:
            if int.from_bytes(lying[at + offset : at + offset + 4], "little") > 1_000_000:
                lying[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")
            at = lying.find(mark, at + 1)
    assert fault_of(bytes(lying), tmp_path)[0] == "E015"


def test_directory_that_declares_too_much(tmp_path: Path) -> None:
    file = io.BytesIO(package(par(run("Text."))))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as made, made.open("word/media/a.bin", "w") as part:
        for _ in range(550):
            part.write(bytes(2**20))
    assert fault_of(file.getvalue(), tmp_path) == ("E013", "the Word document unpacks to more than 512 MiB")


def test_locked_package(tmp_path: Path) -> None:
    data = bytearray(package(par(run("Text."))))
    at = 0
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    code, message = fault_of(bytes(data), tmp_path)
    assert code == "E015"
    assert "password" in message


def test_tables_in_tables_keep_all_they_hold(tmp_path: Path) -> None:
    inner = par(run("Inmost."))
    for _ in range(20):
        inner = f"<w:tbl>{row(par(run('cell')) + inner)}</w:tbl>"
    (found,) = texts(article_of(package(inner + par()), tmp_path))
    assert found == "cell " * 20 + "Inmost."


def test_no_text(tmp_path: Path) -> None:
    assert fault_of(package(par()), tmp_path) == ("E014", "the Word document yields no text")
