"""From bytes to text: UTF-8, and a way out for everything else."""

_SAVE = "in Excel: File, Save As, file type `CSV UTF-8 (Comma delimited)`; in an editor: save with the encoding UTF-8"


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
