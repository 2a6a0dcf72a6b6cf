"""``python -m kg.relations``: compile the built-in ontology's phrases into the file that ships."""

from __future__ import annotations

from kg.nlp import load_model, model_digest
from kg.ontology import load_ontology
from kg.relations.cache import SHIPPED, write_shipped


def main() -> None:
    """Write :data:`~kg.relations.cache.SHIPPED`; to be run after a phrase of ``ontology/kg.ttl`` has changed."""
    ontology, nlp = load_ontology(), load_model()
    write_shipped(nlp, model_digest(nlp), ontology, SHIPPED)


if __name__ == "__main__":
    main()
