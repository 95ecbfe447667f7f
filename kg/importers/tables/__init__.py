"""Tables of any format as rows; they know formats, not what a column means."""
