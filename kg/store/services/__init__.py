"""SERVICE: what queries ask of others, by a process that can do nothing else."""
