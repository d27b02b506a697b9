"""Rules of the engine: answers, running, the life of findings. Pure, and of no domain."""
