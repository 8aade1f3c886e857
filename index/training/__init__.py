"""Trains the static embedding model that ships with the project, from licensed questions and official texts alone.

    python -m index.training full --bench ../shared/bench --corpus ../shared/corpus --work FOLDER

Needs the extra `models` (torch, scikit-learn); the query path needs none of this.
"""
