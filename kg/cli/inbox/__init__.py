"""`kg inbox`: what partners have given, to be looked at and decided on."""
