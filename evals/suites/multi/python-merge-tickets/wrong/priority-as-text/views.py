"""Tickets as text for the terminal."""


def state_of(ticket):
    """The state, or where the ticket went."""
    return ticket.state if ticket.merged_into is None else f"merged into #{ticket.merged_into}"


def line(ticket):
    """One line for lists."""
    who = ticket.assignee.name if ticket.assignee else "-"
    return f"{ticket.title()} [{state_of(ticket)}] {who}"


def page(ticket):
    """The whole ticket as agents see it."""
    lines = [ticket.title(), f"State: {state_of(ticket)}", f"Customer: {ticket.customer.name}"]
    if ticket.tags:
        lines.append("Tags: " + ", ".join(sorted(ticket.tags)))
    if ticket.minutes:
        lines.append(f"Time: {ticket.minutes // 60}:{ticket.minutes % 60:02}")
    for comment in ticket.comments:
        mark = " (internal)" if comment.internal else ""
        lines.append(f"{comment.author.name}{mark}: {comment.text}")
    return "\n".join(lines)
