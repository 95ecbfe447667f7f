"""RDF that others have made: kept as it is, and mapped by alignments."""
