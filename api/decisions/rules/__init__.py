"""Rules of 三重一大 decisions: exact arithmetic, the facts of a school, the checks over them. Pure."""
