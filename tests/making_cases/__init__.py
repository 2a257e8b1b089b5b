"""Makes the cases of `tests/corpus`: a truth, the file that prints it, and what must be read from it.

What is expected comes from the truth alone; nothing here imports the project. `python -m tests.making_cases` writes.
"""
