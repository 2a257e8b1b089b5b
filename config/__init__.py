"""Settings, logging, and the names and options of Celery; the only place that reads the environment."""
