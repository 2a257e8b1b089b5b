"""`make bench`: what the queue costs, beside a plain script, a bare Celery chain and Celery used in the usual way."""
