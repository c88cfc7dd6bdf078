"""Publishing the pages as a folder of files that any web server can serve."""
