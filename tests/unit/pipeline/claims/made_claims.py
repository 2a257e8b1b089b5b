"""Claims read from one sentence of a made agency."""

from pipeline.claims import Claim, Claims
from pipeline.document import Document
from pipeline.outline import FoundSection, Level, Outline

AGENCY, YEAR = "青箬市水务局", 2023


def read_claims(text: str, section: int = 1, agency: str = AGENCY) -> Claims:
    found = FoundSection(section, "any", "", 0, 0, len(text))
    level: Level = "city" if agency.endswith("市人民政府") else "department"
    area = agency.removesuffix("人民政府") if level == "city" else None
    outline = Outline(None, agency, level, area, YEAR, None, None, (found,), (), len(text))
    return Claims(Document(text, "text/plain", "utf-8"), outline)


def as_line(claim: Claim) -> str:
    """A claim as `clauses.txt` writes it."""
    said = str(claim.quantity) if claim.says == "number" else claim.says
    marks = [*([claim.scope] if claim.scope != "own" else []), *([] if claim.certain else ["?"])]
    return " ".join([claim.subject, said, *marks])
