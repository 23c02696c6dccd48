"""What a change means for every style that has nothing of its own to say, from where it travels.

Input may only widen, and output only narrow: servers refuse what they do not know, and clients
keep what they are given.
"""

from generator.model.change import Flow, Grade, Verdict


def narrowed(flow: Flow, why: str, why_new: str = "") -> Verdict:
    """Fewer values are valid: the new server refuses some; the old server may send others.

    why: what the new server does; why_new: what the old one does, where it is put otherwise.
    """
    return Verdict(
        old=Grade.BREAKS if flow.into else Grade.FINE,
        new=Grade.WEAKER if flow.back else Grade.FINE,
        why=why if flow.into else why_new or why,
        why_new=why_new if flow.back else "",
    )


def widened(flow: Flow, why_new: str, why: str = "") -> Verdict:
    """More values are valid: the old server refuses them; the new server may send them.

    why_new: what the old server does; why: what the new one does, where it is put otherwise.
    """
    return Verdict(
        old=Grade.WEAKER if flow.back else Grade.FINE,
        new=Grade.BREAKS if flow.into else Grade.FINE,
        why=why or why_new if flow.back else why_new,
        why_new=why_new if flow.into and flow.back and why else "",
    )


def both(flow: Flow, why: str) -> Verdict:
    """What the other side sends cannot be read, whichever side is older."""
    grade = Grade.BREAKS if flow.into or flow.back else Grade.FINE
    return Verdict(old=grade, new=grade, why=why)
