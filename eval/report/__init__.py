"""What an evaluator reads: one self-contained HTML file about one or several runs, and tables for the README."""
