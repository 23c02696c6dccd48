"""Whom a change breaks that programs against the generated Python, in whichever style."""

from generator.model.change import Aspect, Change, Grade, Verdict


def verdict(change: Change) -> Verdict:
    """Old code with the package of the new contract; nothing is said of new code.

    Only names, signatures and types matter: which values a server takes is for the styles.
    """
    gone = change.old is not None and change.new is None
    match change.aspect:
        case Aspect.EXISTENCE if gone:
            return Verdict(old=Grade.BREAKS, why="the name is gone")
        case Aspect.NAME:
            return Verdict(old=Grade.BREAKS, why="it has another name")
        case _:
            return Verdict()
