"""Public test sets, by name: each is read from a given folder and asked of this installation; nothing of them is kept.

The adapters write what they make (indexes, questions, runs) into a work folder, and give back figures without any text.
"""
