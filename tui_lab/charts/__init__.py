"""Data in, coloured cells out: axes, lines, heatmaps, scatters, bars, images, palettes."""
