"""Django's PostgreSQL, that tells the database which company is in force."""
