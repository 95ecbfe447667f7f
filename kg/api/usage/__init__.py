"""Who asks, how much they have asked, and which of their queries run."""
