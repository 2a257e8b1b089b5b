"""Makes PDF files from the truths of `tests.making`: by hand (`drawn`), or printed from web pages by real programs."""
