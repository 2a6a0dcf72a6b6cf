"""The graph over HTTP: SPARQL for programs, a page with the picture and a question for people."""

from kg.web.serving import serve

__all__ = ["serve"]
