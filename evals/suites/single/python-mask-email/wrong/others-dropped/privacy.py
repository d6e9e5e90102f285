def mask_email(address):
    """"maria@example.com" -> "m****@example.com"; a single letter is hidden too."""
    local, at, domain = address.rpartition("@")
    if not at or not local:
        raise ValueError("not an e-mail address")
    hidden = "*" if len(local) == 1 else local[0] + "*" * (len(local) - 1)
    return f"{hidden}@{domain}"
