"""A large archive of invented articles, for measuring: `manage.py seed_archive`. Not for a site with readers."""
