"""Bundles: a ZIP with a manifest, opened with care; its members are imports, which run one after another."""
