"""Released versions of bundles: packed files, and a store of them that never overwrites.

file: reading · write: whole or not at all · contents: a folder or a packed file as texts · version: three numbers ·
store: releases by name and version. What is in a packed file, only the engine knows (`engine_core/src/packed/`).
"""
