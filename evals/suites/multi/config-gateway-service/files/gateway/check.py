"""python -m gateway.check: reads the routes and says how many there are."""

from gateway.routing import load

if __name__ == "__main__":
    upstreams, routes = load()
    print(f"{len(upstreams)} upstreams, {len(routes)} routes")
