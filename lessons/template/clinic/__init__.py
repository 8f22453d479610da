"""The cases of this lesson, one file each: `dl-lab lint` proves that they are sick and curable."""
