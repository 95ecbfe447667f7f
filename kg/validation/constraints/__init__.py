"""The constraints of SHACL Core, each on all value nodes at once."""
