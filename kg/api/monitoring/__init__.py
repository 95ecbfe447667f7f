"""What operators see: health, numbers, a line for each request."""
