"""All that a worker and its viewers say to each other beside the stream."""
