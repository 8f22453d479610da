"""A seed for each student: a run that was copied has somebody else's."""

import hmac
import secrets

BYTES = 32


def new_secret() -> str:
    """A secret for a class, in hex digits."""
    return secrets.token_hex(BYTES)


def seed_of(secret: str, student: str, lesson: str) -> int:
    """The first 31 bits of HMAC-SHA256(secret, student, a line end, lesson).

    Who knows the secret can compute it again; nobody else can.
    """
    digest = hmac.digest(bytes.fromhex(secret), f"{student}\n{lesson}".encode(), "sha256")
    return int.from_bytes(digest[:4], "big") >> 1


def draw(secret: str, student: str, assignment: str) -> float:
    """A number in [0, 1) by which a student's run is chosen to be trained again, or is not."""
    said = f"again\n{student}\n{assignment}".encode()
    return int.from_bytes(hmac.digest(bytes.fromhex(secret), said, "sha256")[:4], "big") / 2**32
