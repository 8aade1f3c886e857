"""The stock ways of the field, each run by the Python of an environment of its own (`requirements.txt`).

Nothing of the house is imported here: articles, questions and vectors come as files, figures leave as files.
"""
