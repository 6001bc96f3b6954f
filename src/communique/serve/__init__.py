"""The web application and the API; reads only."""
