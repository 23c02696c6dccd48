"""Whom a change of what travels breaks over REST: JSON in bodies, texts in URLs and headers."""

from generator.formats.json.breaks import JsonJudge, suited
from generator.formats.text.reading import TextReading
from generator.model import ErrorType, Field
from generator.model.change import FINE, Aspect, Change, Grade, Site, Verdict, Way, worst
from generator.styles.breaking import Side
from generator.styles.rest.binding import Place, RestBinding, RestParameter


class RestValues:
    """Makes judges of what travels over REST; it has no state."""

    def judge(self, old: Side, new: Side) -> "RestJudge":
        """A judge of the changes from one side to the other."""
        return RestJudge(old, new)


class RestJudge(JsonJudge):
    """Judges parameters by their texts and the names that they have there, the rest as JSON."""

    def __init__(self, old: Side, new: Side) -> None:
        super().__init__(old.api, new.api)
        self._old: RestBinding = old.binding
        self._new: RestBinding = new.binding

    def verdict(self, change: Change) -> Verdict:
        """Names of variables in a path do not count: callers fill them in by their places."""
        if change.aspect is Aspect.OUTCOME and isinstance(change.new, ErrorType):
            return self._status(change)
        named = change.aspect is Aspect.NAME and isinstance(change.new, Field)
        if not named or change.neutral.fine:
            return super().verdict(change)
        return worst(self._named(site, change.neutral) for site in change.sites)

    def _status(self, change: Change) -> Verdict:
        """Generated clients know an error by its name; others look at the status."""
        old, new = (
            next((one.status for one in binding.errors if one.name == error.name), None)
            for binding, error in ((self._old, change.old), (self._new, change.new))
            if isinstance(error, ErrorType)
        )
        if old == new or not change.flow.errors:
            return change.neutral
        why = f"the status was {old}, and is {new}"
        return worst([change.neutral, Verdict(old=Grade.WEAKER, new=Grade.WEAKER, why=why)])

    def at(self, site: Site) -> Verdict:
        """What a field of another type means where it travels."""
        if site.both is None or self._parameters(site) is None:
            return super().at(site)
        old, new = (field.type for field in site.both)
        return suited(
            Way.INTO,
            forth=TextReading(self.old, self.new).reads(old, new),
            back=TextReading(self.new, self.old).reads(new, old),
        )

    def _named(self, site: Site, neutral: Verdict) -> Verdict:
        both = self._parameters(site)
        if both is None:
            return neutral
        old, new = both
        if old.place is new.place and (old.place is Place.PATH or old.name == new.name):
            return FINE
        return Verdict(old=Grade.BREAKS, new=Grade.BREAKS, why=neutral.why)

    def _parameters(self, site: Site) -> tuple[RestParameter, RestParameter] | None:
        """What carries a field outside of the body, if that is so on both sides."""
        if not site.parameter or site.both is None:
            return None
        sides = zip((self._old, self._new), site.operation, site.both, strict=True)
        old, new = (_parameter(binding, name, field) for binding, name, field in sides)
        return None if old is None or new is None else (old, new)


def _parameter(binding: RestBinding, operation: str, field: Field) -> RestParameter | None:
    parameters = binding.operation(operation).parameters
    return next((each for each in parameters if each.field.name == field.name), None)


REST_VALUES = RestValues()
