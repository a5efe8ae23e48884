"""LSP requests and notifications, grouped as in the specification."""
