"""Released versions of bundles: packed files, and a store of them that never overwrites.

file: read and written whole, or not at all · contents: a folder or a packed file as texts · version: three numbers ·
store: releases by name and version. What is in a packed file, only the engine knows (`engine_core/src/packed/`).
"""
