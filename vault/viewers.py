"""Who is looking: the clearance every read is answered under. Pure; anyone, any thread."""

from dataclasses import dataclass

from vault.model.fields import Field, Sensitivity
from vault.values import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """One user with the classes he may see in clear, up to and including `clearance`."""

    user: RecordId
    name: str
    clearance: Sensitivity
    compartments: frozenset[str] = frozenset()
    """The S3 compartments he is cleared for; they count only with a clearance of SENSITIVE."""
    team: RecordId | None = None

    def sees(self, field: Field) -> bool:
        """Whether the raw value of `field` is shown to this viewer. S4 is shown to nobody."""
        if field.sensitivity >= Sensitivity.SECRET or field.sensitivity > self.clearance:
            return False
        return field.sensitivity < Sensitivity.SENSITIVE or field.compartment in self.compartments

    def masked(self) -> "Viewer":
        """The same person in the masked view: what somebody without any clearance would see."""
        return Viewer(user=self.user, name=self.name, clearance=Sensitivity.OPEN, team=self.team)
