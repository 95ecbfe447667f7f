"""The description of releases in DCAT: what there is, how it is had, whose it is."""
