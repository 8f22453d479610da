"""Charts for paper and browsers: the looks, axes and marks of the screen, in SVG and PNG."""
