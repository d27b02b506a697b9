"""What `qinglian push` is made of: rows and what is known of them, the line to the server, an import from end to end."""
