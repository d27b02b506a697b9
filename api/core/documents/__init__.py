"""Documents that people sign and keep: one vocabulary, written for Word, as PDF, and as Excel tables."""

from api.core.documents.bundle import Bundle
from api.core.documents.fonts import font_folder
from api.core.documents.model import (
    Bar,
    Bars,
    Cell,
    Column,
    Document,
    Given,
    Heading,
    Items,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Row,
    Signatures,
    Table,
)
from api.core.documents.pdf import write_pdf
from api.core.documents.sheets import Sheet, write_book
from api.core.documents.word import write_docx

WRITERS = {"docx": write_docx, "pdf": write_pdf}
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}

__all__ = [
    "MEDIA",
    "WRITERS",
    "Bar",
    "Bars",
    "Bundle",
    "Cell",
    "Column",
    "Document",
    "Given",
    "Heading",
    "Items",
    "NewPage",
    "Paragraph",
    "Part",
    "Picture",
    "Row",
    "Sheet",
    "Signatures",
    "Table",
    "font_folder",
    "write_book",
    "write_docx",
    "write_pdf",
]
