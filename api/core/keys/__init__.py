"""The key store named by `QINGLIAN_KEYS`."""

from api.core.keys.errors import BrokenList, DestroyedKey, KeyStoreError, NotHeld, UnknownKey
from api.core.keys.store import KeyStore

__all__ = ["BrokenList", "DestroyedKey", "KeyStore", "KeyStoreError", "NotHeld", "UnknownKey"]
