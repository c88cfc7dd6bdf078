"""What people decided of statements: accepted, corrected, rejected, by whom and when."""
