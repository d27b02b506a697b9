"""Background work: jobs that survive a crash, followers that react to what was written, schedules."""
