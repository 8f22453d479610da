"""Texts as characters, words and sentences, of any size."""
