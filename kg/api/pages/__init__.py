"""What pages say: the facts around a thing, read and put in order for a template."""
