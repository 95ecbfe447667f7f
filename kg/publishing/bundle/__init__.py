"""Bundles: one audience of one release in one file, to be served where no network is.

Docs: docs/decisions/0046-a-bundle-has-what-cannot-be-made-again.md
"""
