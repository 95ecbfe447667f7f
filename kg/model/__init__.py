"""The domain's values and records: dates, texts, what a curator writes."""
