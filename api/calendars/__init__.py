"""Working days with make-up days (调休), and the school years and terms of each county."""
