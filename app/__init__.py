"""The browser app: views draw, the library knows."""
