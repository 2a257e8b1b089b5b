"""What is read from the database for people and programs; nothing here writes."""
