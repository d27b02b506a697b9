"""What a key store refuses."""


class KeyStoreError(RuntimeError):
    """The key store is damaged or incomplete; the message says what to do."""


class NotHeld(KeyStoreError):
    """This process's face does not hold that key."""


class UnknownKey(KeyStoreError):
    """No such key in the store."""


class DestroyedKey(KeyStoreError):
    """The key was destroyed by order."""


class BrokenList(KeyStoreError):
    """A destroy-list that does not verify."""
