"""The client of the HTTP API: sends files so that each is accounted for, follows a batch, and verifies what it holds."""
