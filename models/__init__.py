"""What is kept: tables, engines and transactions, migrations, submitted files and the audit chain."""
