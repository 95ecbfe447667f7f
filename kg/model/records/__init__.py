"""What a curator writes, as typed records: the authoring format and its JSON Schema."""
