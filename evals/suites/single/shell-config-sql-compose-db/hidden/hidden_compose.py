import os
import pathlib
import unittest

import yaml

TEXT = pathlib.Path("docker-compose.yml").read_text()
NEW = yaml.safe_load(TEXT)
OLD = yaml.safe_load((pathlib.Path(os.environ["EVAL_START"]) / "docker-compose.yml").read_text())
URL = "postgres://postgres:${DB_PASSWORD}@db:5432/app"


def variables(service):
    found = service.get("environment") or {}
    if isinstance(found, list):
        return dict(entry.split("=", 1) for entry in found)
    return {name: str(value) for name, value in found.items()}


class Compose(unittest.TestCase):
    def test_the_database(self):
        db = NEW["services"]["db"]
        self.assertEqual((db["image"], db["restart"]), ("postgres:16", "unless-stopped"))
        given = {"POSTGRES_USER": "postgres", **variables(db)}  # which it is anyway
        wanted = {"POSTGRES_USER": "postgres", "POSTGRES_DB": "app", "POSTGRES_PASSWORD": "${DB_PASSWORD}"}
        self.assertEqual(given, wanted)
        volumes = db["volumes"]
        self.assertEqual(len(volumes), 1)
        volume = volumes[0]
        if isinstance(volume, dict):
            volume = f"{volume['source']}:{volume['target']}"
        self.assertEqual(volume, "db-data:/var/lib/postgresql/data")
        self.assertIn("db-data", NEW["volumes"])

    def test_its_health(self):
        health = NEW["services"]["db"]["healthcheck"]
        test = health["test"]
        if isinstance(test, list):
            self.assertIn(test[0], ("CMD", "CMD-SHELL"))
            if test[0] == "CMD":
                self.assertGreater(len(test), 2)
            test = " ".join(test[1:])
        self.assertTrue(test.strip().startswith("pg_isready -U postgres"), test)
        self.assertEqual(health["interval"], "10s")

    def test_others_wait_for_it(self):
        for name in ("web", "worker"):
            wait = NEW["services"][name]["depends_on"]
            self.assertEqual(wait["db"]["condition"], "service_healthy")
            self.assertEqual(variables(NEW["services"][name])["DATABASE_URL"], URL)
        cache = NEW["services"]["web"]["depends_on"]["cache"] or {}
        self.assertEqual(cache.get("condition", "service_started"), "service_started")
        self.assertEqual(set(NEW["services"]["worker"]["depends_on"]), {"db"})

    def test_the_rest_is_as_it_was(self):
        self.assertEqual(set(NEW), {*OLD, "volumes"})
        self.assertEqual(NEW["x-common"], OLD["x-common"])
        self.assertEqual(NEW["services"]["cache"], OLD["services"]["cache"])
        for name in ("web", "worker"):
            old, new = dict(OLD["services"][name]), dict(NEW["services"][name])
            for service in (old, new):
                service.pop("depends_on", None)
                service["environment"] = {k: v for k, v in variables(service).items() if k != "DATABASE_URL"}
            self.assertEqual(new, old)

    def test_comments_and_anchors_are_kept(self):
        for line in ("# Everything that runs on the small machine.", "# behind the proxy", "x-common: &common"):
            self.assertIn(line, TEXT)
        self.assertGreaterEqual(TEXT.count("<<: *common"), 3)
