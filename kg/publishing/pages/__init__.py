"""Reference pages in Markdown, each written from the one place that decides."""
