"""Reading what strangers publish, in a process that can do nothing but read."""
