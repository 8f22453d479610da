"""The commands, one file each, with their options, tables and messages. They load no Textual."""
