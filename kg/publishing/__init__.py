"""What a reader gets: releases, dumps, catalogue and generated pages."""
