"""Every select of complaints; over cases only through `visible`."""
