"""What HTTP itself asks of a service: formats, compression, connections, endings."""
