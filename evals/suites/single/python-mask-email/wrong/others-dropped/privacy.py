def mask_email(address):
    local, _, domain = address.partition("@")
    return local[0] + "*" * (len(local) - 1) + "@" + domain
