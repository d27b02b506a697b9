"""Indicator frameworks and how they score. Pure.

`model` says what a version is, `kinds` how a leaf is scored, `scoring`, `explaining` and `grading` what comes of it.
"""
