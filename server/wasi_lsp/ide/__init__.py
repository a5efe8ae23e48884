"""Editor features as plain data over byte spans, one file each."""
