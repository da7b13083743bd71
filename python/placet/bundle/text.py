"""From bytes to text: UTF-8, and a way out for everything else."""

import re

_SAVE = "in Excel: File, Save As, file type `CSV UTF-8 (Comma delimited)`; in an editor: save with the encoding UTF-8"
_TABLE = "end its name with `.{}`, where such a file is taken, or save the table as CSV UTF-8"

# Control characters, which a terminal would obey, and the line breaks that YAML knows and editors do not, which would
# shift every place. YAML forbids most of them by itself; a table has no use for them either.
_HIDDEN = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class NotTextError(Exception):
    """The bytes are not UTF-8 text. Carries a finding's message, help and line."""

    def __init__(self, message: str, help_text: str, line: int = 1) -> None:
        """What is wrong, a way out, and the line from 1."""
        super().__init__(message)
        self.message = message
        self.help = help_text
        self.line = line


def decode(content: bytes) -> str:
    """The text without its BOM, and with a line feed alone at the end of each line, also of a checkout on Windows.

    Raises:
        NotTextError: the bytes are not UTF-8, or not text.
    """
    if content.startswith(b"PAR1\x15"):
        raise NotTextError("the file is a Parquet table with another name", _TABLE.format("parquet"))
    if content.startswith(b"ARROW1\0\0"):
        raise NotTextError("the file is an Arrow table with another name", _TABLE.format("arrow"))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf_16(content):
        raise NotTextError("the file is UTF-16 (what Excel calls `Unicode Text`), not UTF-8", _SAVE)
    if content.startswith(b"PK\x03\x04"):
        raise NotTextError("the file is an Excel workbook with another name", _SAVE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotTextError(
            "the file is not UTF-8 (is it GBK, or a Windows code page?)", _SAVE, line
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise NotTextError("the file holds a NUL byte, so it is no text file", _SAVE, line)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _looks_like_utf_16(content: bytes) -> bool:
    """Without a BOM: of Western text every second byte is NUL."""
    head = content[:64]
    return len(head) >= 4 and (not any(head[::2]) or not any(head[1::2]))


def hidden_character(text: str) -> tuple[int, int, str] | None:
    """The line, the column and the number (`U+0007`) of the first character that a text may not hold."""
    found = _HIDDEN.search(text)
    if found is None:
        return None
    start = text.rfind("\n", 0, found.start()) + 1
    return text.count("\n", 0, start) + 1, found.start() - start + 1, f"U+{ord(found[0]):04X}"
