"""From a question to a cited answer; everything a person or a program talks to."""
