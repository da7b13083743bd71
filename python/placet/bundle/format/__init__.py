"""The canonical layout of a bundle's files: the same texts, keys and comments, written one way.

Not by ruamel.yaml's round trip, which was tried: it drops comments within brackets and between a key and its value.
A file is never written on trust: what comes out is read again and compared (`safe`).

yaml_nodes: what is written, with places · yaml_comments: which line each comment belongs to · yaml_lines: the lines ·
scalars: quotes · sheets: CSV · safe: nothing is lost
"""

from placet.bundle.format.files import Formatted, format_file

__all__ = ["Formatted", "format_file"]
