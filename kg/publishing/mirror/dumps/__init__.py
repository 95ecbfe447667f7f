"""Mirrors of dumps: files that a catalogue (DCAT) lists, or that stand alone."""
