"""The routes of pages and data: home, things, vocabularies, questions, downloads."""
