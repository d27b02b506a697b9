"""Qinglian 清廉校园: the system of record for clean-school work in a county."""

__version__ = "0.1.0"
