"""What it means that a field is new, gone, or absent otherwise, from where it travels.

Servers refuse what they do not know, and clients pass it over; in answers, what has a default is
always there.
"""

import enum
from collections.abc import Iterable

from generator.model.change import FINE, Grade, Site, Verdict, Way, worst
from generator.model.types import Field


class Presence(enum.Enum):
    """Whether a field may be absent."""

    REQUIRED = "is required"
    DEFAULT = "has a default"
    OPTIONAL = "may be absent"


def presence(field: Field) -> Presence:
    """Whether a field may be absent where it is."""
    if field.default is not None:
        return Presence.DEFAULT
    return Presence.REQUIRED if field.required and not field.nullable else Presence.OPTIONAL


def existence(sites: Iterable[Site]) -> Verdict:
    """A field is new, or gone, in some of the records that operations carry."""
    return worst(_existence(site) for site in sites)


def _existence(site: Site) -> Verdict:
    match site.old, site.new:
        case None, Field() as new:
            return _added(site, presence(new))
        case Field() as old, None:
            return _gone(site, presence(old))
        case _:
            return FINE


def _added(site: Site, new: Presence) -> Verdict:
    required = new is Presence.REQUIRED
    if site.way is Way.INTO:
        refused = Verdict(new=Grade.BREAKS, why="old servers do not know it")
        missed = Verdict(old=Grade.BREAKS, why="old clients do not send it")
        return worst([refused, missed]) if required else refused
    if required:
        return Verdict(new=Grade.BREAKS, why="old servers do not send it")
    return FINE


def _gone(site: Site, old: Presence) -> Verdict:
    required = old is Presence.REQUIRED
    if site.way is Way.INTO:
        refused = Verdict(old=Grade.BREAKS, why="new servers do not know it")
        missed = Verdict(new=Grade.BREAKS, why="old servers require it")
        return worst([refused, missed]) if required else refused
    return Verdict(old=Grade.BREAKS if required else Grade.WEAKER, why="new servers do not send it")


def changed_presence(sites: Iterable[Site]) -> Verdict:
    """A field may be absent, or no more, or is filled in another way where it is absent."""
    return worst(_presence(site) for site in sites)


def _presence(site: Site) -> Verdict:
    if site.both is None:
        return FINE
    old, new = site.both
    if site.way is not Way.INTO:
        return _presence_back(presence(old), presence(new))
    if old.patch and new.patch:
        return _presence_patch(old, new)
    return _presence_into(presence(old), presence(new), left_out=site.parameter)


def _presence_into(old: Presence, new: Presence, *, left_out: bool) -> Verdict:
    """left_out: clients leave out what has a default, instead of sending it."""
    silent = Grade.BREAKS if left_out else Grade.WEAKER
    match old, new:
        case Presence.REQUIRED, Presence.DEFAULT:
            return Verdict(new=silent, why="old servers require it")
        case Presence.REQUIRED, Presence.OPTIONAL:
            return Verdict(new=Grade.BREAKS, why="old servers require it")
        case Presence.DEFAULT, Presence.REQUIRED:
            return Verdict(old=silent, why="new servers require it")
        case Presence.OPTIONAL, Presence.REQUIRED:
            return Verdict(old=Grade.BREAKS, why="new servers require it")
        case Presence.DEFAULT, Presence.OPTIONAL:
            why = "what is left out has no value on new servers"
            null = "old servers read null as the default"
            return Verdict(old=silent, new=Grade.WEAKER, why=why, why_new=null)
        case Presence.OPTIONAL, Presence.DEFAULT:
            return Verdict(new=silent, why="what is left out has no value on old servers")
        case _:
            return FINE


def _presence_patch(old: Field, new: Field) -> Verdict:
    """In an update, what counts is whether null is a value."""
    if old.clearable == new.clearable:
        return FINE
    if old.clearable:
        return Verdict(old=Grade.BREAKS, why="new servers do not let it be cleared")
    return Verdict(new=Grade.BREAKS, why="old servers do not let it be cleared")


def _presence_back(old: Presence, new: Presence) -> Verdict:
    """What has a default is always there in an answer."""
    match old, new:
        case Presence.REQUIRED, Presence.OPTIONAL:
            return Verdict(old=Grade.BREAKS, why="old clients need it")
        case Presence.DEFAULT, Presence.OPTIONAL:
            return Verdict(old=Grade.WEAKER, why="old clients read the default where it is absent")
        case Presence.OPTIONAL, Presence.REQUIRED:
            return Verdict(new=Grade.BREAKS, why="new clients need it")
        case Presence.OPTIONAL, Presence.DEFAULT:
            why = "new clients read the default where it is absent"
            return Verdict(new=Grade.WEAKER, why=why)
        case _:
            return FINE


def changed_default(sites: Iterable[Site]) -> Verdict:
    """Absence means another value on input; in answers, what has a default is always there."""
    return worst(
        both_ways(
            Grade.BREAKS if site.parameter else Grade.WEAKER, "what is left out has another value"
        )
        for site in sites
        if site.both is not None and site.way is Way.INTO and not site.both[1].patch
    )


def both_ways(grade: Grade, why: str) -> Verdict:
    """The same for old clients and for new ones."""
    return Verdict(old=grade, new=grade, why=why)
