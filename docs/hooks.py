"""What the site has beyond the pages of this folder: the README as its front page, changes, the reference of names.

MkDocs calls these functions while it builds (``hooks`` in ``mkdocs.yml``).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

import kg

ROOT = Path(__file__).parent.parent
#: Roles of Sphinx in docstrings, which Markdown does not know; what they mark is code already.
ROLE = re.compile(r":(?:attr|class|data|func|meth|mod|pep):(?=`|<code>)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made of other files, and what pages link to outside this folder."""
    readme = (ROOT / "README.md").read_text("utf-8")
    made = {
        "index.md": _links(readme),
        "contributing.md": _links((ROOT / "CONTRIBUTING.md").read_text("utf-8")),
        "changes.md": (ROOT / "CHANGELOG.md").read_text("utf-8"),
        "api.md": _api(),
    }
    for name, text in made.items():
        files.append(File.generated(config, name, content=text))
    for path in (ROOT / "LICENSE", *sorted((ROOT / "notebooks").glob("*.ipynb"))):
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:  # noqa: ARG001 - MkDocs gives them
    """Let links to files beside this folder lead to their copies in the site."""
    return markdown.replace("](../notebooks/", "](notebooks/")


def on_page_content(html: str, page: Any, config: Any, files: Files) -> str:  # noqa: ARG001
    """Take the roles of Sphinx out of docstrings."""
    return ROLE.sub("", html)


def _links(text: str) -> str:
    """Let the links of a page at the root lead to pages of the site; files that it has not are named only."""
    text = text.replace("](docs/", "](").replace("](CHANGELOG.md)", "](changes.md)")
    text = text.replace("](CONTRIBUTING.md)", "](contributing.md)")
    return re.sub(r"\[([^\]]+)\]\((?:(?:kg|ontology|tests)/[^)]+|CITATION\.cff)\)", r"`\1`", text)


def _api() -> str:
    """Return the page of all names of the package, by the part that they are of."""
    parts = [
        "# Names of the package",
        "Everything that `import kg` offers; `help(kg.Store)` and its like say the same.",
    ]
    for module, names in kg._MODULES.items():
        parts += [f"## {module.capitalize()}", *(f"::: {_home(module, name)}" for name in sorted(names))]
    return "\n\n".join(parts) + "\n"


def _home(module: str, name: str) -> str:
    """Return where a name is defined, which may be deeper than where it is taken from."""
    defined = str(getattr(getattr(kg, name), "__module__", ""))
    return f"{defined if defined.startswith('kg.') else f'kg.{module}'}.{name}"
