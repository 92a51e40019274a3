# SPDX-License-Identifier: MIT
import pytest

from annotator.gui.session.locations import reopenable, shown_location


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/home/anna/news.corpus", "/home/anna/news.corpus"),
        ("postgresql://host/team", "postgresql://host/team"),
        ("postgresql://anna:geheim@host:5433/team", "postgresql://anna@host:5433/team"),
        ("postgresql://:geheim@host/team", "postgresql://host/team"),
        (
            "postgresql:///team?host=/var/run/postgresql",
            "postgresql:///team?host=/var/run/postgresql",
        ),
        (
            "postgresql://anna@/team?host=/run/pg&password=geheim&sslmode=require",
            "postgresql://anna@/team?host=/run/pg&sslmode=require",
        ),
        ("postgresql://h/team?sslpassword=geheim&made_up=geheim", "postgresql://h/team"),
    ],
)
def test_a_location_keeps_what_opens_it_again_but_no_secret(given, kept):
    assert reopenable(given) == kept
    assert "geheim" not in shown_location(given)


def test_a_title_names_the_database_without_its_options():
    assert shown_location("postgresql://anna:x@host/team?sslmode=require") == "host/team"
    assert shown_location("/home/anna/news.corpus") == "news.corpus"
