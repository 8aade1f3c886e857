"""The assistant over HTTP: routes, what they take and give (`schemas`), and how they refuse (`problems`)."""
