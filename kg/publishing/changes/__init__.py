"""What changed from one release to the next, for those who keep copies."""
