"""The built-in checks, one module a family. ``config/validators.yaml`` names them; ``engine`` runs them."""
