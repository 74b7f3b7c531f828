"""What comes into force with another vault key, all at once: made by rotating.py, put in force by unlocked.py."""

from dataclasses import dataclass, field

from vault.header import Header
from vault.keys import MemberKey, Secret
from vault.policy import Member, Policy


@dataclass(frozen=True, slots=True)
class Turned:
    """What is in force with another vault key. `keys`: every key the member holds, the new vault key among them."""

    header: Header
    policy: Policy
    member: Member
    member_key: MemberKey
    keys: dict[tuple[str, int], Secret] = field(repr=False)
