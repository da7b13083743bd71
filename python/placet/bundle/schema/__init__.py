"""The JSON Schema of bundle.yaml, for editors: completion, descriptions, mistakes while typing.

Draft-07: yaml-language-server, VS Code and JetBrains all know it whole, and later drafts in part.
The reader takes every scalar as text, where an editor has typed it already: so `500`, `true` and `null` are let in
wherever they are what an author means. What the schema refuses the reader refuses too; the reverse needs the tables.
"""

from placet.bundle.schema.whole import bundle_schema

__all__ = ["bundle_schema"]
