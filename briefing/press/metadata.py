"""What the file says of itself: PDF/A-3a, PDF/UA-1 beside it, and of a filed print its edition."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

Metadata = Any  # WeasyPrint's DocumentMetadata

_END = b"</rdf:RDF>"

# ISO 14289-1, clause 5: the identifier. ISO 19005-3, 6.6.2.3.3: a schema unknown to PDF/A is declared.
_UNIVERSAL_ACCESS = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>"""

# Of schemas that PDF/A knows, so that none has to be declared: XMP 2004, Dublin Core and Media Management.
_OF_EDITION = {
    "dcterms.identifier": ("dc:identifier", "http://purl.org/dc/elements/1.1/"),
    "edition": ("xmpMM:VersionID", "http://ns.adobe.com/xap/1.0/mm/"),
}
"""What `<meta name>` says of an edition, and where that stands in the file."""


def complete(metadata: Metadata) -> None:
    """Have a document's metadata say, in the one rdf:RDF it writes, that the file is PDF/UA-1 too, and its edition."""
    write = metadata.generate_rdf_metadata

    def write_both(*args: object) -> bytes:
        description: bytes = write(*args)
        if not description.endswith(_END):
            raise ValueError("the metadata does not end as it should")
        return description.removesuffix(_END) + _UNIVERSAL_ACCESS + b"".join(_edition(metadata)) + _END

    metadata.generate_rdf_metadata = write_both


def _edition(metadata: Metadata) -> Iterator[bytes]:
    for name, (key, schema) in _OF_EDITION.items():
        if value := metadata.custom.get(name):
            about = f'rdf:about="" xmlns:{key.partition(":")[0]}="{schema}"'
            yield f"<rdf:Description {about}><{key}>{escape(value)}</{key}></rdf:Description>".encode()
