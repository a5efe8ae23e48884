"""Spans, lines, edits and buffers. All offsets are UTF-8 bytes."""
